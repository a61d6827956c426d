//! A directory that is pushed over SCIM by one client over one kept connection, with the SCIM log and the audit log on: on
//! SQLite and on PostgreSQL, one request after the other and with several on their way.

mod client;
mod push;

use anyhow::{Context, Result};
use keyfold_testkit::postgres::TempPostgres;
use serde_json::json;

use crate::{keyfold::Keyfold, options::Options};
use client::{Client, Times};

/// How many requests are on their way at once where they need not wait for each other.
const IN_FLIGHT: usize = 16;
/// Members of the large group.
const LARGE_GROUP: usize = 50_000;
/// People among whom one is looked up.
const MANY_PEOPLE: usize = 100_000;
/// How often a single request is repeated.
const REPEATS: usize = 500;

/// Measures and prints.
pub async fn measure(options: &Options) -> Result<()> {
    for engine in ["SQLite", "PostgreSQL"] {
        let postgres = if engine == "PostgreSQL" { Some(TempPostgres::start()?) } else { None };
        let url = postgres.as_ref().map(TempPostgres::url);
        let arguments: Vec<&str> = url.as_deref().into_iter().flat_map(|url| ["--database-url", url]).collect();
        let ours = Keyfold::start_with(&arguments).await?;
        println!("\nSCIM on {engine}: {} people, one client, one connection", options.people);
        println!("{:<44}{:>10}{:>10}{:>10}{:>10}", "", "writes/s", "p50 ms", "p99 ms", "RSS MiB");
        push_directories(&ours, options).await?;
        single_requests(&ours, options).await?;
    }
    Ok(())
}

/// The whole directory twice: one request after the other, and several at once.
async fn push_directories(ours: &Keyfold, options: &Options) -> Result<()> {
    println!("{:<44}{:>40.1}", "before", ours.group.resident_mib()?);
    for (name, in_flight) in [("one after the other", 1), ("16 at once", IN_FLIGHT)] {
        let client = Client::new(ours, in_flight)?;
        let mut all = Times::default();
        let people = push::people(&client, name, 0..options.people).await?;
        print_row(&format!("people, {name}"), &people.times, ours)?;
        let groups = push::groups(&client, name, options.people / 20).await?;
        print_row(&format!("groups, {name}"), &groups.times, ours)?;
        let memberships = push::memberships(&client, &people.ids, &groups.ids).await?;
        print_row(&format!("memberships, {name}"), &memberships, ours)?;
        for times in [people.times, groups.times, memberships] {
            all.extend(times);
        }
        print_row(&format!("all, {name}"), &all, ours)?;
    }
    Ok(())
}

/// What must not take longer where there is more.
async fn single_requests(ours: &Keyfold, options: &Options) -> Result<()> {
    let client = Client::new(ours, IN_FLIGHT)?;
    let present = 2 * options.people;
    let many = push::people(&client, "many", present..MANY_PEOPLE.max(present + LARGE_GROUP)).await?;
    print_row("people, up to many", &many.times, ours)?;
    let members: Vec<_> = many.ids.iter().take(LARGE_GROUP).map(|id| json!({ "value": id })).collect();
    let group = client.make("/Groups", &json!({ "displayName": "Everybody", "members": members })).await?;
    let alone = Client::new(ours, 1)?;
    let last = many.ids.last().context("nobody")?;
    let mut times = Times::default();
    for index in 0..REPEATS {
        let op = if index % 2 == 0 { "add" } else { "remove" };
        let body = json!({ "Operations": [{ "op": op, "path": "members", "value": [{ "value": last }] }] });
        times.add(alone.patch(&format!("/Groups/{group}"), &body).await?);
    }
    print_row(&format!("one-member PATCH of {} members", members.len()), &times, ours)?;
    let mut times = Times::default();
    for index in 0..REPEATS {
        let name = push::login("many", present + index * 97 % many.ids.len());
        times.add(alone.find(&format!("userName eq \"{name}\"")).await?);
    }
    print_row(&format!("userName eq among {}", present + many.ids.len()), &times, ours)?;
    Ok(())
}

fn print_row(name: &str, times: &Times, ours: &Keyfold) -> Result<()> {
    let [median, worst] = [0.5, 0.99].map(|share| times.at(share));
    println!("{name:<44}{:>10.0}{median:>10.2}{worst:>10.2}{:>10.1}", times.per_second(), ours.group.resident_mib()?);
    Ok(())
}
