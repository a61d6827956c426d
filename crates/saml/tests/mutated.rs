//! Whatever happens to a Response on the way, it never makes somebody else of the person.

use std::sync::LazyLock;

use keyfold_saml::certificate::Certificate;
use keyfold_saml::metadata;
use keyfold_saml::response::{Expectation, Verified, peek, verify};
use keyfold_testkit::idp::forgery::Scene;
use keyfold_testkit::idp::{Signed, encode};
use proptest::prelude::*;

struct Case {
    xml: String,
    verified: Verified,
}

struct Fixture {
    scene: Scene,
    expect: Expectation,
    cases: Vec<Case>,
}

/// One key is enough: making it takes longer than a thousand verifications.
static FIXTURE: LazyLock<Fixture> = LazyLock::new(|| {
    let scene = Scene::new().unwrap();
    let expect = scene.expectation().unwrap();
    let cases = [Signed::Response, Signed::Assertion, Signed::Both]
        .into_iter()
        .map(|signed| {
            let xml = scene.xml(signed).unwrap();
            let verified = verify(encode(&xml).as_bytes(), &expect, scene.now).unwrap();
            Case { xml, verified }
        })
        .collect();
    Fixture { scene, expect, cases }
});

/// What a change does to the bytes at a place in the document.
#[derive(Debug, Clone)]
enum Change {
    Flip(u8),
    Insert(Vec<u8>),
    Remove(usize),
    /// Copies a piece of this length to another place.
    Copy(usize, prop::sample::Index),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        4 => (1..=255_u8).prop_map(Change::Flip),
        1 => "[ \t\n<>&;/='\"#a-zA-Z!-]{1,8}".prop_map(|text| Change::Insert(text.into_bytes())),
        1 => (1..200_usize).prop_map(Change::Remove),
        1 => (1..2000_usize, any::<prop::sample::Index>())
            .prop_map(|(length, to)| Change::Copy(length, to)),
    ]
}

fn apply(bytes: &mut Vec<u8>, at: usize, change: &Change) {
    match change {
        Change::Flip(mask) => bytes[at] ^= mask,
        Change::Insert(text) => {
            bytes.splice(at..at, text.iter().copied());
        }
        Change::Remove(length) => {
            let end = (at + length).min(bytes.len());
            bytes.drain(at..end);
        }
        Change::Copy(length, to) => {
            let end = (at + length).min(bytes.len());
            let piece = bytes[at..end].to_vec();
            let to = to.index(bytes.len());
            bytes.splice(to..to, piece);
        }
    }
}

/// The same person, with the same rights, for the same time. Which element was signed may differ:
/// anybody can take the outer of two signatures off, and the inner one still holds.
fn means_the_same(verified: &Verified, original: &Verified) -> bool {
    let signed_element = original.signed_element;
    let verified = Verified { signed_element, ..verified.clone() };
    verified == *original
}

proptest! {
    // The keys differ from run to run, so that a kept failure would not fail again.
    #![proptest_config(ProptestConfig {
        cases: 2000,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn changed_response_is_refused_or_means_the_same(
        case in 0..3_usize,
        changes in prop::collection::vec((any::<prop::sample::Index>(), change()), 1..4),
    ) {
        use base64::Engine as _;
        let case = &FIXTURE.cases[case];
        let mut bytes = case.xml.clone().into_bytes();
        for (place, change) in &changes {
            if !bytes.is_empty() {
                let at = place.index(bytes.len());
                apply(&mut bytes, at, change);
            }
        }
        let response = base64::engine::general_purpose::STANDARD.encode(&bytes);
        if let Ok(verified) = verify(response.as_bytes(), &FIXTURE.expect, FIXTURE.scene.now) {
            prop_assert!(means_the_same(&verified, &case.verified), "{verified:?}");
        }
    }

    #[test]
    fn changed_base64_is_refused_or_means_the_same(
        case in 0..3_usize,
        place in any::<prop::sample::Index>(),
        mask in 1..=255_u8,
    ) {
        let case = &FIXTURE.cases[case];
        let mut response = encode(&case.xml).into_bytes();
        let at = place.index(response.len());
        response[at] ^= mask;
        if let Ok(verified) = verify(&response, &FIXTURE.expect, FIXTURE.scene.now) {
            prop_assert!(means_the_same(&verified, &case.verified), "{verified:?}");
        }
    }

    #[test]
    fn arbitrary_input_never_panics(
        bytes in prop::collection::vec(any::<u8>(), 0..300),
        text in "(<[a-z:]{1,9}( [a-zA-Z]{1,4}='[^<&']{0,9}')?>|</[a-z:]{1,9}>|[^<&]{0,5}|&[a-z#0-9]{1,4};){0,20}",
    ) {
        for input in [bytes.as_slice(), text.as_bytes(), encode(&text).as_bytes()] {
            let _ = peek(input);
            let _ = verify(input, &FIXTURE.expect, FIXTURE.scene.now);
            let _ = metadata::parse(input);
            let _ = Certificate::from_der(input);
        }
        let _ = Certificate::from_pem(&text);
    }
}
