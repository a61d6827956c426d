//! What it takes to verify a Response: a usual one of 10 KiB, and hostile ones of 256 KiB.
//!
//! `cargo bench -p keyfold-saml` prints a table; targets are 300 µs of CPU for the usual one (RSA-2048), 50 ms and 64 MiB for
//! any hostile one. It ends with an error where a target is missed.

use std::{fs, hint::black_box, process::ExitCode, time::Duration};

use keyfold_saml::response::{MAX_BYTES, verify};
use keyfold_testkit::idp::{Answer, Signed, encode, forgery::Scene};

/// How often the usual one is verified between two looks at the clock, which is a coarse one.
const BATCH: u32 = 200;
const HOSTILE_BATCH: u32 = 3;
const BATCHES: usize = 9;
const USUAL: Duration = Duration::from_micros(300);
const HOSTILE: Duration = Duration::from_millis(50);
const MEMORY_KIB: u64 = 64 * 1024;

/// What a run took on the CPU, so that a busy machine does not count: in the middle batch, and in the longest.
struct Taken {
    median: Duration,
    longest: Duration,
    /// By how much the process grew at the most, in KiB.
    memory: u64,
}

/// The CPU time of this thread so far.
fn cpu() -> Duration {
    let text = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    Duration::from_nanos(text.split(' ').next().and_then(|first| first.parse().ok()).unwrap_or_default())
}

/// A line of `/proc/self/status`, in KiB.
fn status(name: &str) -> u64 {
    let text = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
    line.trim_matches(|character: char| !character.is_ascii_digit()).parse().unwrap_or_default()
}

fn measure(batch: u32, mut work: impl FnMut()) -> Taken {
    work();
    let before = status("VmRSS:");
    // Begins a new high-water mark.
    fs::write("/proc/self/clear_refs", "5").unwrap_or_default();
    let mut times: Vec<_> = (0..BATCHES)
        .map(|_| {
            let start = cpu();
            (0..batch).for_each(|_| work());
            (cpu() - start) / batch
        })
        .collect();
    times.sort_unstable();
    Taken { median: times[BATCHES / 2], longest: times[BATCHES - 1], memory: status("VmHWM:").saturating_sub(before) }
}

/// The scene's answer with groups until the XML has so many bytes.
fn padded(scene: &Scene, bytes: usize, signed: Signed) -> Answer {
    let mut answer = scene.answer.clone().signed(signed);
    let bare = scene.idp.respond_xml(&answer).expect("a Response").len();
    let one = "<saml:AttributeValue xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" \
               xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"xs:string\"></saml:AttributeValue>";
    let name = |number: usize| format!("Group number {number:06}");
    let count = bytes.saturating_sub(bare) / (one.len() + name(0).len());
    answer.attributes.push(("memberOf".to_owned(), (0..count).map(name).collect()));
    answer
}

/// Large documents that are made to be slow to read, canonicalize or search.
fn hostile(scene: &Scene) -> Vec<(&'static str, String)> {
    let room = MAX_BYTES - 16 * 1024;
    let signed = scene.idp.respond_xml(&scene.answer).expect("a Response");
    let inside = |content: &str| signed.replacen("<samlp:Status>", &format!("{content}<samlp:Status>"), 1);
    let in_assertion =
        |content: &str| signed.replacen("<saml:AttributeStatement>", &format!("<saml:AttributeStatement>{content}"), 1);
    let numbered = |template: fn(usize) -> String| {
        let mut text = String::new();
        for number in 0.. {
            let next = template(number);
            if text.len() + next.len() > room {
                break;
            }
            text.push_str(&next);
        }
        text
    };
    let nested = |open: &str, close: &str, levels: usize| format!("{}{}", open.repeat(levels), close.repeat(levels));
    vec![
        ("large and valid", scene.idp.respond_xml(&padded(scene, room, Signed::Both)).expect("a Response")),
        ("empty elements", inside(&"<a/>".repeat(room / 4))),
        ("empty elements in what is signed", in_assertion(&"<a/>".repeat(room / 4))),
        ("one text", in_assertion(&"x".repeat(room))),
        ("references", in_assertion(&"&#x41;".repeat(room / 6))),
        ("comments", in_assertion(&"<!---->".repeat(room / 7))),
        ("IDs", inside(&numbered(|number| format!("<a ID=\"i{number}\"/>")))),
        ("namespaces", in_assertion(&numbered(|number| format!("<p{number}:a xmlns:p{number}=\"u:{number}\"/>")))),
        (
            "attributes",
            in_assertion(&numbered(|number| {
                let attributes: String = (0..200).map(|index| format!(" a{index}=\"{number}\"")).collect();
                format!("<a{attributes}/>")
            })),
        ),
        (
            "namespaces inherited by many",
            in_assertion(&{
                let declared: String = (0..200).map(|index| format!(" xmlns:n{index}=\"u:{index}\"")).collect();
                format!("<a{declared}>{}</a>", "<n1:b/>".repeat(room / 8))
            }),
        ),
        ("signatures", inside(&"<ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"/>".repeat(room / 65))),
        ("nested", inside(&nested("<a>", "</a>", room / 7))),
        ("tags that never close", inside(&"<a>".repeat(room / 3))),
        ("no XML", "<".repeat(room)),
        ("prefixes in the signature", {
            let prefixes = numbered(|number| format!("p{number} "));
            let list = format!(
                "<ec:InclusiveNamespaces xmlns:ec=\"http://www.w3.org/2001/10/xml-exc-c14n#\" PrefixList=\"{prefixes}\"/>"
            );
            let plain = "<ds:Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/>";
            let with = plain.replace("/>", &format!(">{list}</ds:Transform>"));
            signed.replacen(plain, &with, 1)
        }),
    ]
}

fn main() -> ExitCode {
    let scene = Scene::new().expect("keys");
    let expect = scene.expectation().expect("an expectation");
    let mut missed = false;
    let mut row = |name: &str, bytes: usize, taken: Taken, time: Duration| {
        let worst = if time == USUAL { taken.median } else { taken.longest };
        let met = worst <= time && taken.memory <= MEMORY_KIB;
        missed |= !met;
        let verdict = if met { "" } else { "  MISSED" };
        println!(
            "{name:38} {bytes:>7} {:>9.1?} {:>9.1?} {:>7} KiB{verdict}",
            taken.median, taken.longest, taken.memory
        );
    };
    println!("{:38} {:>7} {:>9} {:>9} {:>11}", "Response", "bytes", "median", "longest", "memory");
    for signed in [Signed::Assertion, Signed::Response, Signed::Both] {
        let xml = scene.idp.respond_xml(&padded(&scene, 10 * 1024, signed)).expect("a Response");
        let response = encode(&xml);
        let taken = measure(BATCH, || {
            black_box(verify(response.as_bytes(), &expect, scene.now)).expect("accepted");
        });
        row(&format!("usual, signed: {signed:?}"), xml.len(), taken, USUAL);
    }
    for (name, xml) in hostile(&scene) {
        let response = encode(&xml);
        let taken = measure(HOSTILE_BATCH, || {
            let _ = black_box(verify(response.as_bytes(), &expect, scene.now));
        });
        row(name, xml.len(), taken, HOSTILE);
    }
    if missed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
