//! The main job's end: somebody is switched off in the directory, and everything of theirs is over before the directory has its
//! answer; nobody else notices. What is shown here is the order; `make bench` prints the times.

use crate::world::World;
use anyhow::{Context, Result};
use keyfold_audit::{Filter, Page, Row};
use keyfold_identity::{Session, User};
use keyfold_server::demo::Cast;
use keyfold_testkit::{
    directory::{Person, PersonChange},
    ftp_download::FtpDownload,
    sftp_download::{SftpDownload, Work},
    web_download::WebDownload,
};

const PEOPLE: usize = 50;
const FILE: &str = "finance/large.bin";

/// One person with everything open.
struct Busy {
    person: Person,
    user: User,
    sftp: SftpDownload,
    ftp: FtpDownload,
    web: WebDownload,
}

#[tokio::test(flavor = "multi_thread")]
async fn switching_off_ends_everything_of_one_person_before_the_answer_and_nothing_of_others() -> Result<()> {
    let world = World::start(Cast::Groups).await?;
    world.write_file(FILE, vec![7; 16 << 20]).await?;
    let mut people = Vec::new();
    for number in 0..PEOPLE {
        let (person, user) = world.add(&format!("person{number}"), "Finance").await?;
        let api_key = world.api_key(&user).await?;
        people.push((person, user, api_key));
    }
    let starting = people.into_iter().map(|(person, user, api_key)| busy(&world, person, user, api_key));
    let mut people = futures::future::try_join_all(starting).await?;
    let ann = people.swap_remove(0);
    let sign_ins = &world.demo.server().identity().sign_ins;
    let hers: Vec<Session> = sign_ins.of(ann.user.id);
    assert_eq!(hers.len(), 3, "one session over SFTP, one over FTP, one over REST");

    let off = PersonChange { active: Some(false), ..PersonChange::default() };
    world.demo.directory()?.change_person(&ann.person.key, off).await?;

    // The directory has its answer. Nothing of hers is left, and the record of it is written.
    assert!(hers.iter().all(|session| !session.is_alive() && session.gate().pass().is_none()));
    let rows = rows_of(&world).await?;
    let switched_off = position(&rows, |row| row.action == "user_disable" && targets(row, &ann.person.email))?;
    for session in &hers {
        let id = session.id().to_string();
        let cut = position(&rows, |row| row.action == "session_cut" && targets_session(row, &id))?;
        assert!(cut > switched_off, "the cut is recorded after what caused it");
    }
    let ending = ann.sftp.ended().await?;
    assert!(ending.bytes > 0, "her download was under way");
    let ending = ann.ftp.ended().await?;
    assert!(ending.bytes > 0, "her download over FTP was under way");
    ann.web.ended().await.context("her download over HTTPS ends")?;

    // The others notice nothing: every one of their transfers goes on.
    let cuts = rows.iter().filter(|row| row.action == "session_cut").count();
    assert_eq!(cuts, hers.len(), "nobody else was cut");
    for other in &mut people {
        goes_on(other).await;
    }

    // A valid answer of the directory about her, right after, is no way back in.
    let (status, cookies) = sign_in_anyway(&world, &ann.person).await?;
    assert_eq!(status, 403);
    assert!(
        !cookies.iter().any(|cookie| cookie.starts_with("__Host-keyfold_session=") && !cookie.contains("Max-Age=0"))
    );
    assert!(sign_ins.of(ann.user.id).is_empty());

    for other in people {
        other.sftp.stop();
        other.ftp.stop();
        other.web.stop();
    }
    world.demo.stop().await;
    Ok(())
}

async fn busy(world: &World, person: Person, user: User, api_key: String) -> Result<Busy> {
    let mut sftp =
        SftpDownload::start(world.sftp(), &person.email, &api_key, Work::Download(format!("/{FILE}"))).await?;
    sftp.flowing().await?;
    let server = world.demo.server();
    let address = server.ftps_address().context("FTP is off")?;
    let mut ftp = FtpDownload::start(address, server.ca_file(), &person.email, &api_key, &format!("/{FILE}")).await?;
    ftp.flowing().await?;
    let mut web = WebDownload::start(world.http.clone(), world.url(&format!("/api/rest/v1/files/{FILE}")), api_key);
    web.flowing().await?;
    Ok(Busy { person, user, sftp, ftp, web })
}

/// More bytes come on each transfer than had come.
async fn goes_on(busy: &Busy) {
    let (sftp, ftp, web) = (busy.sftp.bytes(), busy.ftp.bytes(), busy.web.bytes());
    while busy.sftp.bytes() == sftp || busy.ftp.bytes() == ftp || busy.web.bytes() == web {
        let running = busy.sftp.is_running() && busy.ftp.is_running() && busy.web.is_running();
        assert!(running, "{} was disturbed", busy.person.email);
        tokio::task::yield_now().await;
    }
}

async fn rows_of(world: &World) -> Result<Vec<Row>> {
    let filter = Filter::default();
    let mut rows = world.demo.server().log().search(&filter, &Page::first(1000)).await?.rows;
    rows.reverse();
    Ok(rows)
}

fn position(rows: &[Row], wanted: impl Fn(&Row) -> bool) -> Result<usize> {
    rows.iter().position(wanted).context("a row is missing from the audit log")
}

fn targets(row: &Row, name: &str) -> bool {
    row.target_name.as_deref() == Some(name)
}

fn targets_session(row: &Row, id: &str) -> bool {
    row.session_id.as_deref() == Some(id) || row.target_id.as_deref() == Some(id)
}

/// Goes through the whole of SAML for a person who is off, with an answer that is valid in itself.
async fn sign_in_anyway(world: &World, person: &Person) -> Result<(u16, Vec<String>)> {
    let login = world.http.get(world.url("/api/v1/login_page")).send().await?.error_for_status()?;
    let login: serde_json::Value = login.json().await?;
    let connection = login["connections"][0]["id"].as_i64().context("no connection on the sign-in page")?;
    let begun = world.http.get(world.url(&format!("/saml/login/{connection}"))).send().await?;
    let location = begun.headers()["location"].to_str()?.to_owned();
    let (_, query) = location.split_once('?').context("no query")?;
    let directory = world.demo.directory()?;
    let request = directory.provider().parse_authn_request(query)?;
    let answer = directory.saml_response(person, Some(&request))?;
    let posted = world.http.post(world.url("/saml/consume")).form(&[("SAMLResponse", answer)]).send().await?;
    let cookies =
        posted.headers().get_all("set-cookie").iter().filter_map(|value| value.to_str().ok().map(str::to_owned));
    Ok((posted.status().as_u16(), cookies.collect()))
}
