//! Python's ftplib.

use keyfold_ftp::ClearControl;
use keyfold_model::Level;

use crate::{
    program::{Ran, run_python},
    world::{PASSWORD, World, authority, noise},
};

/// What every script begins with: `ftp`, signed in over TLS, and `refused`.
const TLS: &str = r#"
import ftplib, hashlib, io, os, ssl, sys
port, user, secret, home, authority = int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4], sys.argv[5]
def refused(code, act, *arguments):
    try:
        answer = act(*arguments)
    except ftplib.Error as error:
        assert str(error).startswith(code), error
    else:
        sys.exit(f"{arguments} was not refused: {answer}")
def connect():
    ftp = ftplib.FTP_TLS(context=ssl.create_default_context(cafile=authority), timeout=30)
    ftp.connect("127.0.0.1", port)
    ftp.login(user, secret)
    ftp.prot_p()
    return ftp
"#;

const WORK: &str = r#"
ftp = connect()
assert ftp.pwd() == "/" and ftp.nlst() == ["desk"]
big = open(os.path.join(home, "big.bin"), "rb").read()
ftp.storbinary("STOR /desk/big.bin", io.BytesIO(big))
back = bytearray()
ftp.retrbinary("RETR desk/big.bin", back.extend)
assert bytes(back) == big, "what came back is something else"
assert ftp.size("/desk/big.bin") == len(big)
ftp.cwd("desk")
assert ftp.pwd() == "/desk"
for n in range(100):
    ftp.storbinary(f"STOR f{n:03}.txt", io.BytesIO(b"file %d" % n))
assert len(ftp.nlst()) == 101
facts = dict(ftp.mlsd())
assert facts["big.bin"]["type"] == "file" and facts["big.bin"]["size"] == str(len(big)), facts["big.bin"]
lines = []
ftp.dir(lines.append)
assert any(line.startswith("-rw") and line.endswith(" f007.txt") for line in lines), lines
# In the middle, and at the end.
back = bytearray()
ftp.retrbinary("RETR f042.txt", back.extend, rest=5)
assert bytes(back) == b"42", back
ftp.storbinary("APPE f042.txt", io.BytesIO(b" more"))
ftp.storbinary("STOR f042.txt", io.BytesIO(b"forty-two"), rest=5)
back = bytearray()
ftp.retrbinary("RETR f042.txt", back.extend)
assert bytes(back) == b"file forty-two", back
refused("554", ftp.storbinary, "STOR f042.txt", io.BytesIO(b"x"), 8192, None, 100)
refused("554", ftp.retrbinary, "RETR f042.txt", back.extend, 8192, 100)
# Names.
ftp.rename("f001.txt", "f000.txt")
assert ftp.size("f000.txt") == 6
refused("550", ftp.size, "f001.txt")
assert ftp.mkd("sub") == "/desk/sub"
ftp.mkd('quo"ted')
ftp.cwd('quo"ted'); assert ftp.pwd() == '/desk/quo"ted'; ftp.cwd(".."); assert ftp.pwd() == "/desk"
ftp.rmd("sub"); ftp.delete("f002.txt")
refused("550", ftp.rmd, "sub"); refused("550", ftp.delete, "f002.txt"); refused("550", ftp.cwd, "f003.txt")
refused("553", ftp.size, "../x"); refused("501", ftp.sendcmd, "SIZE")
ftp.storbinary("STOR n\u00e4me \u2603.txt", io.BytesIO(b""))
assert "n\u00e4me \u2603.txt" in ftp.nlst()
# Times and digests.
assert ftp.sendcmd("MFMT 20200102030405 f003.txt").startswith("213 Modify=20200102030405;")
assert ftp.sendcmd("MDTM f003.txt") == "213 20200102030405"
assert "modify=20200102030405;" in ftp.sendcmd("MLST f003.txt")
wanted = hashlib.sha256(big).hexdigest()
assert ftp.sendcmd("XSHA256 big.bin") == "250 " + wanted
assert ftp.sendcmd("HASH big.bin") == f"213 SHA-256 0-{len(big) - 1} {wanted} /desk/big.bin"
ftp.sendcmd("RANG 5 99"); part = hashlib.sha256(big[5:100]).hexdigest()
assert ftp.sendcmd("HASH big.bin") == f"213 SHA-256 5-99 {part} /desk/big.bin"
assert ftp.sendcmd("XSHA512 f003.txt") == "250 " + hashlib.sha512(b"file 3").hexdigest()
# A name that nobody has.
answer = ftp.storbinary("STOU", io.BytesIO(b"unique"))
assert len(ftp.nlst()) == 102, ftp.nlst()
features = ftp.sendcmd("FEAT")
assert all(word in features for word in ("UTF8", "MLST type*;size*;", "REST STREAM", "AUTH TLS")), features
refused("502", ftp.sendcmd, "SITE EXEC /bin/sh"); refused("500", ftp.sendcmd, "XYZZY")
refused("502", ftp.sendcmd, "PORT 127,0,0,1,10,10")
ftp.quit()
"#;

pub async fn tls(world: &World, user: &str, secret: &str, script: &str) -> Ran {
    let (port, home) = (world.address.port().to_string(), world.home.path().display().to_string());
    let authority = authority().display().to_string();
    run_python(&format!("{TLS}{script}"), [&port, user, secret, &home, &authority]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn puts_gets_lists_renames_and_deletes_over_tls() {
    let world = World::new().await;
    let ann = world.person_at_desk("ann", Level::Full).await;
    std::fs::write(world.local("big.bin"), noise(20 * 1024 * 1024 + 7, 1)).expect("written");
    tls(&world, "ann", &ann.api_key, WORK).await.ok();
    assert!(world.get("desk/big.bin").await == noise(20 * 1024 * 1024 + 7, 1));
}

const PLAIN: &str = r#"
import ftplib, io, sys
port, password, key = int(sys.argv[1]), sys.argv[2], sys.argv[3]
def refused(user, secret):
    ftp = ftplib.FTP(timeout=30)
    ftp.connect("127.0.0.1", port)
    try:
        ftp.login(user, secret)
    except ftplib.error_perm as error:
        assert str(error).startswith("530"), error
    else:
        sys.exit(f"{user} got in")
refused("@api-ann's", key)
refused("ann", key)
refused("ann", "wrong")
ftp = ftplib.FTP(timeout=30)
ftp.connect("127.0.0.1", port)
ftp.login("ann", password)
data = bytes(range(256)) * 5000
ftp.storbinary("STOR /desk/a", io.BytesIO(data))
back = bytearray()
ftp.retrbinary("RETR /desk/a", back.extend)
assert bytes(back) == data
assert ftp.nlst("/desk") == ["/desk/a"]
ftp.quit()
"#;

#[tokio::test(flavor = "multi_thread")]
async fn plain_ftp_works_where_it_is_on_and_takes_no_api_key() {
    let world = World::with(|config| config.rules.clear_control = ClearControl::Allowed).await;
    let ann = world.person_at_desk("ann", Level::Full).await;
    let port = world.address.port().to_string();
    run_python(PLAIN, [&port, PASSWORD, &ann.api_key]).await.ok();
}

#[tokio::test(flavor = "multi_thread")]
async fn plain_ftp_is_off_unless_it_is_turned_on() {
    let world = World::new().await;
    let ann = world.person_at_desk("ann", Level::Full).await;
    let port = world.address.port().to_string();
    let complaint = run_python(PLAIN, [&port, PASSWORD, &ann.api_key]).await.failed();
    assert!(complaint.contains("530 This server wants encryption: AUTH TLS first."), "{complaint}");
}

const NAMES: &str = r#"
import unicodedata
ftp = connect()
ftp.cwd("desk")
assert len(ftp.nlst("many")) == 700 and len(list(ftp.mlsd("many"))) == 700
names = ["n" * 255, "\U0001f4c1 emoji", "\u05e9\u05dc\u05d5\u05dd", "e\u0301 decomposed", " spaces ", "-la", "a;b=c", "caf\u00e9"]
for name in names:
    ftp.storbinary("STOR " + name, io.BytesIO(name.encode()))
composed = {unicodedata.normalize("NFC", name) for name in names}
assert set(ftp.nlst()) == composed | {"many"}, ftp.nlst()
assert {name for name, facts in ftp.mlsd() if facts["type"] == "file"} == composed
for name in names:
    back = bytearray()
    ftp.retrbinary("RETR " + name, back.extend)
    assert bytes(back) == name.encode(), name
refused("553", ftp.size, "n" * 256)
ftp.quit()
"#;

#[tokio::test(flavor = "multi_thread")]
async fn names_of_every_kind_and_folders_of_many_pages() {
    let world = World::new().await;
    let ann = world.person_at_desk("ann", Level::Full).await;
    world.dirs(&["desk/many"]).await;
    for n in 0..700 {
        world.dirs(&[&format!("desk/many/{n:03}")]).await;
    }
    tls(&world, "ann", &ann.api_key, NAMES).await.ok();
}

const DROPS: &str = r#"
ftp = connect()
ftp.storbinary("STOR /desk/drop.txt", io.BytesIO(b"dropped"))
refused("550", ftp.retrbinary, "RETR /desk/other.txt", print)
assert "other.txt" not in ftp.nlst("/desk")
ftp.quit()
"#;

#[tokio::test(flavor = "multi_thread")]
async fn who_may_only_write_drops_files_blindly() {
    let world = World::new().await;
    let ann = world.person_at_desk("ann", Level::WriteOnly).await;
    world.put("desk/other.txt", b"other").await;
    tls(&world, "ann", &ann.api_key, DROPS).await.ok();
    assert_eq!(world.get("desk/drop.txt").await, b"dropped");
}
