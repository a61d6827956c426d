"""An identity provider made of pysaml2's Server and a sign-in form: `idp.py FOLDER`.

The folder holds the key and certificate (idp.key, idp.crt), the metadata of the service provider (sp.xml) and the
people (people.json). Everything of SAML is pysaml2's; only pages and cookies are here.
"""

import html
import json
import secrets
import sys
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from saml2 import BINDING_HTTP_POST, BINDING_HTTP_REDIRECT
from saml2.authn_context import PASSWORDPROTECTEDTRANSPORT
from saml2.config import IdPConfig
from saml2.metadata import entity_descriptor
from saml2.saml import NAME_FORMAT_BASIC, NAMEID_FORMAT_EMAILADDRESS, NameID
from saml2.server import Server
from saml2.xmldsig import DIGEST_SHA256, SIG_RSA_SHA256

SIGNING = {"sign_alg": SIG_RSA_SHA256, "digest_alg": DIGEST_SHA256}


def configuration(base, folder):
    return {
        "entityid": f"{base}/metadata",
        "key_file": str(folder / "idp.key"),
        "cert_file": str(folder / "idp.crt"),
        "xmlsec_binary": "/usr/bin/xmlsec1",
        "metadata": {"local": [str(folder / "sp.xml")]},
        "service": {
            "idp": {
                "name_id_format": [NAMEID_FORMAT_EMAILADDRESS],
                "want_authn_requests_signed": True,
                "endpoints": {
                    "single_sign_on_service": [(f"{base}/sso", BINDING_HTTP_REDIRECT)],
                    "single_logout_service": [(f"{base}/slo", BINDING_HTTP_REDIRECT)],
                },
                "policy": {"default": {"lifetime": {"minutes": 5}, "name_form": NAME_FORMAT_BASIC}},
            }
        },
    }


class IdentityProvider:
    """pysaml2's server, the people, and who of them is signed in in which browser."""

    def __init__(self, base, folder):
        config = IdPConfig().load(configuration(base, folder))
        self.metadata = str(entity_descriptor(config))
        self.saml = Server(config=config)
        people = json.loads((folder / "people.json").read_text())
        self.people = {person["userName"]: person for person in people}
        self.signed_in = {}

    def answer(self, query, person):
        """The page that posts the answer to the request in `query`."""
        request = self.saml.parse_authn_request(
            query["SAMLRequest"],
            BINDING_HTTP_REDIRECT,
            relay_state=query.get("RelayState"),
            sigalg=query.get("SigAlg"),
            signature=query.get("Signature"),
        )
        args = self.saml.response_args(request.message, [BINDING_HTTP_POST])
        response = self.saml.create_authn_response(
            {
                "mail": person["email"],
                "givenName": person["givenName"],
                "sn": person["familyName"],
                "memberOf": person["groups"],
            },
            in_response_to=args["in_response_to"],
            destination=args["destination"],
            sp_entity_id=args["sp_entity_id"],
            name_id=name_id(person),
            authn={"class_ref": PASSWORDPROTECTEDTRANSPORT},
            sign_assertion=True,
            sign_response=False,
            **SIGNING,
        )
        relay_state = query.get("RelayState", "")
        posted = self.saml.apply_binding(BINDING_HTTP_POST, str(response), args["destination"], relay_state, response=True)
        return posted["data"]


    def end(self, query, session):
        """Where to go with the answer to the service provider's word that this person signed out there."""
        request = self.saml.parse_logout_request(
            query["SAMLRequest"],
            BINDING_HTTP_REDIRECT,
            sigalg=query.get("SigAlg"),
            signature=query.get("Signature"),
            relay_state=query.get("RelayState"),
        )
        assert request.message.name_id.text == self.signed_in.pop(session)["email"]
        response = self.saml.create_logout_response(request.message, [BINDING_HTTP_REDIRECT], sign=False)
        return self.to_service_provider(response, query.get("RelayState", ""), response=True)

    def leave(self, session):
        """Where to go to tell the service provider that this person signed out here."""
        name = name_id(self.signed_in.pop(session))
        index = self.saml.session_db.get_authn_statements(name)[-1][0].session_index
        destination, _ = self.service_provider_logout()
        _, request = self.saml.create_logout_request(
            destination, self.service_provider(), name_id=name, session_indexes=[index], sign=False
        )
        return self.to_service_provider(request, "", response=False)

    def ended(self, query):
        """The page after the service provider has answered, with a signature that holds."""
        answer = self.saml.parse_logout_request_response(query["SAMLResponse"], BINDING_HTTP_REDIRECT)
        return f"<!doctype html><title>Signed out</title><h1>Signed out: {answer.status_ok()}</h1>"

    def service_provider(self):
        return next(iter(self.saml.metadata.keys()))

    def service_provider_logout(self):
        service = self.saml.metadata.single_logout_service(self.service_provider(), BINDING_HTTP_REDIRECT, "spsso")[0]
        return service["location"], service.get("response_location", service["location"])

    def to_service_provider(self, message, relay_state, response):
        request_url, response_url = self.service_provider_logout()
        destination = response_url if response else request_url
        sent = self.saml.apply_binding(
            BINDING_HTTP_REDIRECT, str(message), destination, relay_state, response=response, sign=True, sigalg=SIG_RSA_SHA256
        )
        return dict(sent["headers"])["Location"]


def name_id(person):
    return NameID(format=NAMEID_FORMAT_EMAILADDRESS, text=person["email"])


class Pages(BaseHTTPRequestHandler):
    idp = None

    def do_GET(self):
        url = urlsplit(self.path)
        query = dict(parse_qsl(url.query))
        person = self.idp.signed_in.get(self.cookie())
        if url.path == "/metadata":
            self.page(self.idp.metadata, media_type="application/samlmetadata+xml")
        elif url.path == "/slo" and "SAMLRequest" in query:
            self.redirect(self.idp.end(query, self.cookie()))
        elif url.path == "/slo":
            self.page(self.idp.ended(query))
        elif url.path == "/logout":
            self.redirect(self.idp.leave(self.cookie()))
        elif url.path == "/sso" and person is None:
            self.page(form(query))
        elif url.path == "/sso":
            self.page(self.idp.answer(query, person))
        else:
            self.send_error(404)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        fields = dict(parse_qsl(body.decode()))
        person = self.idp.people.get(fields.get("username"))
        if person is None or person["password"] != fields.get("password"):
            self.page(form(fields, "Wrong name or password"))
            return
        session = secrets.token_hex()
        self.idp.signed_in[session] = person
        self.page(self.idp.answer(fields, person), session)

    def cookie(self):
        morsel = SimpleCookie(self.headers.get("Cookie", "")).get("idp")
        return morsel and morsel.value

    def page(self, text, session=None, media_type="text/html; charset=utf-8"):
        data = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(data)))
        if session:
            self.send_header("Set-Cookie", f"idp={session}; Path=/; HttpOnly; SameSite=Lax")
        self.end_headers()
        self.wfile.write(data)

    def redirect(self, url):
        self.send_response(302)
        self.send_header("Location", url)
        self.end_headers()

    def log_message(self, *_):
        pass


def form(query, problem=""):
    kept = {name: query[name] for name in ("SAMLRequest", "RelayState", "SigAlg", "Signature") if name in query}
    hidden = "".join(f'<input type="hidden" name="{name}" value="{html.escape(value)}">' for name, value in kept.items())
    return f"""<!doctype html><title>Sign in</title><h1>Sign in</h1><p>{problem}</p>
        <form method="post" action="/login">{hidden}
        <input name="username"><input name="password" type="password"><button>Sign in</button></form>"""


def main():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    base = f"http://127.0.0.1:{server.server_port}"
    Pages.idp = IdentityProvider(base, Path(sys.argv[1]))
    print(f"listening on {base}", flush=True)
    server.serve_forever()


main()
