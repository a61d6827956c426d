#!/bin/sh
# Puts the identity providers that the browser tests sign in with, and that Debian doesn't have, into the target folder:
# pysaml2 from PyPI, which has to be there, and Keycloak from Maven, where Java and Maven are. Does nothing where they are.
set -eu
cd "$(dirname "$0")/.."

keycloak=26.7.3
folder=${CARGO_TARGET_DIR:-target}/identity-providers
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)

requirements=web-ui/tests/identity-providers/pysaml2/requirements.txt
if ! cmp -s "$requirements" "$folder/pysaml2/requirements.txt"; then
    echo "keyfold: installing pysaml2"
    rm -rf "$folder/pysaml2"
    /usr/bin/python3 -m venv "$folder/pysaml2"
    "$folder/pysaml2/bin/pip" install --quiet --disable-pip-version-check -r "$requirements"
    cp "$requirements" "$folder/pysaml2/requirements.txt"
fi

[ "$(cat "$folder/keycloak/built" 2>/dev/null)" != "$keycloak" ] || exit 0
leave_out() { # why
    echo "keyfold: Keycloak is left out of the tests: $1"
    exit 0
}
command -v java >/dev/null && command -v mvn >/dev/null || leave_out "it needs Java 17 and Maven"
echo "keyfold: fetching and preparing Keycloak $keycloak"
rm -rf "$folder/keycloak"
mvn -q -B dependency:copy "-Dartifact=org.keycloak:keycloak-quarkus-dist:$keycloak:zip" "-DoutputDirectory=$folder" ||
    leave_out "Maven could not fetch it"
(cd "$folder" && jar -xf "keycloak-quarkus-dist-$keycloak.zip" && rm "keycloak-quarkus-dist-$keycloak.zip")
mv "$folder/keycloak-$keycloak" "$folder/keycloak"
chmod +x "$folder/keycloak/bin/kc.sh"
"$folder/keycloak/bin/kc.sh" build --db=dev-mem >/dev/null || leave_out "it could not be prepared"
echo "$keycloak" >"$folder/keycloak/built"
