//! Spools and readers together, on a real folder.

use std::path::Path;

use bytes::Bytes;
use proptest::prelude::*;

use super::{Reader, SMALL, Sealed, Spool, Store};

fn sha256(bytes: &[u8]) -> String {
    hex::encode(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, bytes))
}

fn new_spool(store: &Store) -> Spool {
    Spool::new(store, store.claim_new())
}

async fn open(store: &Store, sealed: &Sealed) -> Reader {
    match &sealed.small {
        Some(bytes) => Reader::of(store, Bytes::from(bytes.clone())),
        None => Reader::open(store, sealed.id, sealed.size).await.expect("a blob"),
    }
}

async fn contents(store: &Store, sealed: &Sealed) -> Vec<u8> {
    let reader = open(store, sealed).await;
    let (mut all, mut at) = (Vec::new(), 0);
    loop {
        let bytes = reader.read_at(at, 32 * 1024).await.expect("readable");
        if bytes.is_empty() {
            return all;
        }
        at += bytes.len() as u64;
        all.extend_from_slice(&bytes);
    }
}

fn files_in(folder: &Path) -> usize {
    let shelves = std::fs::read_dir(folder).expect("a folder");
    shelves.map(|shelf| std::fs::read_dir(shelf.expect("a shelf").path()).expect("a shelf").count()).sum()
}

fn pattern(length: usize) -> Vec<u8> {
    (0..length).map(|index| (index * 31 % 251) as u8).collect()
}

#[tokio::test]
async fn what_is_written_in_order_is_hashed_on_the_way_and_read_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open(folder.path()).expect("a store");
    let all = pattern(5 * 1024 * 1024 + 17);
    let mut spool = new_spool(&store);
    for (index, piece) in all.chunks(32 * 1024).enumerate() {
        spool.write_at(index as u64 * 32 * 1024, Bytes::copy_from_slice(piece)).await.expect("written");
    }
    let sealed = spool.seal().await.expect("sealed");
    assert_eq!((sealed.size, &sealed.sha256), (all.len() as u64, &sha256(&all)));
    assert_eq!(contents(&store, &sealed).await, all);
}

#[tokio::test]
async fn a_small_file_never_reaches_the_folder_and_a_larger_one_only_when_it_is_sealed() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open(folder.path()).expect("a store");
    for (length, files) in [(SMALL as usize, 0), (SMALL as usize + 1, 1)] {
        let mut spool = new_spool(&store);
        spool.write_at(0, Bytes::from(pattern(length))).await.expect("written");
        assert_eq!(files_in(folder.path()), 0);
        let sealed = spool.seal().await.expect("sealed");
        assert_eq!(files_in(folder.path()), files);
        assert_eq!(sealed.sha256, sha256(&pattern(length)));
        assert_eq!(contents(&store, &sealed).await, pattern(length));
    }
}

#[tokio::test]
async fn a_small_file_that_was_not_committed_is_kept_as_any_other() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open(folder.path()).expect("a store");
    let mut spool = new_spool(&store);
    spool.write_at(0, Bytes::from_static(b"small")).await.expect("written");
    let sealed = spool.seal().await.expect("sealed");
    assert_eq!(spool.keep().await.expect("kept"), 5);
    drop(spool);
    let mut resumed = Spool::resume(&store, store.claim(sealed.id).expect("free"), 5).await.expect("resumed");
    assert_eq!(resumed.read_at(0, 10).await.expect("readable"), "small");
}

#[tokio::test]
async fn a_changed_copy_of_a_small_file_may_grow() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open(folder.path()).expect("a store");
    for (at, files) in [(3, 0), (SMALL, 1)] {
        let base = Reader::of(&store, Bytes::from_static(b"small"));
        let mut copy = Spool::from_blob(&store, store.claim_new(), base);
        assert_eq!(copy.read_at(1, 3).await.expect("readable"), "mal");
        copy.write_at(at, Bytes::from_static(b"rt!")).await.expect("written");
        let sealed = copy.seal().await.expect("sealed");
        let mut wanted = b"small".to_vec();
        wanted.resize(wanted.len().max(at as usize + 3), 0);
        wanted[at as usize..at as usize + 3].copy_from_slice(b"rt!");
        assert_eq!(sealed.sha256, sha256(&wanted));
        assert_eq!(contents(&store, &sealed).await, wanted);
        assert!(files_in(folder.path()) >= files);
    }
}

#[tokio::test]
async fn nothing_written_is_an_empty_blob() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open(folder.path()).expect("a store");
    let sealed = new_spool(&store).seal().await.expect("sealed");
    assert_eq!((sealed.size, &sealed.sha256), (0, &sha256(b"")));
    assert!(contents(&store, &sealed).await.is_empty());
}

#[tokio::test]
async fn what_lies_behind_a_gap_is_not_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open(folder.path()).expect("a store");
    let mut spool = new_spool(&store);
    spool.write_at(0, Bytes::from_static(b"begin")).await.expect("written");
    spool.write_at(100, Bytes::from_static(b"far")).await.expect("written");
    assert_eq!(spool.length(), 103);
    assert_eq!(spool.keep().await.expect("kept"), 5);
    let id = spool.id();
    drop(spool);
    let mut resumed = Spool::resume(&store, store.claim(id).expect("free"), 5).await.expect("resumed");
    resumed.write_at(5, Bytes::from_static(b" again")).await.expect("written");
    let sealed = resumed.seal().await.expect("sealed");
    assert_eq!(sealed.sha256, sha256(b"begin again"));
}

#[tokio::test]
async fn a_blob_has_one_writer() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open(folder.path()).expect("a store");
    let spool = new_spool(&store);
    assert!(store.claim(spool.id()).is_none());
    let id = spool.id();
    drop(spool);
    assert!(store.claim(id).is_some());
}

#[tokio::test]
async fn a_changed_copy_leaves_the_original_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open(folder.path()).expect("a store");
    let mut original = new_spool(&store);
    original.write_at(0, Bytes::from(pattern(300_000))).await.expect("written");
    let original = original.seal().await.expect("sealed");
    let mut copy = Spool::from_blob(&store, store.claim_new(), open(&store, &original).await);
    assert!(copy.is_unchanged());
    assert_eq!(copy.read_at(10, 20).await.expect("readable"), pattern(300_000)[10..30]);
    assert_eq!(files_in(folder.path()), 1, "nothing is copied before something is written");
    copy.write_at(299_999, Bytes::from_static(b"!!")).await.expect("written");
    let copy = copy.seal().await.expect("sealed");
    let mut wanted = pattern(300_000);
    wanted[299_999] = b'!';
    wanted.push(b'!');
    assert_eq!(contents(&store, &copy).await, wanted);
    assert_eq!(contents(&store, &original).await, pattern(300_000));
}

#[tokio::test]
async fn a_hole_left_by_a_killed_process_is_not_trusted() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open(folder.path()).expect("a store");
    let mut spool = new_spool(&store);
    let id = spool.id();
    spool.write_at(0, Bytes::from(pattern(300_000))).await.expect("written");
    spool.write_at(2_000_000, Bytes::from(pattern(300_000))).await.expect("written");
    spool.sync().await.expect("synced");
    let good = store.good_length(id).expect("readable");
    assert!(good <= 300_000 && good > 200_000, "{good}");
}

#[derive(Clone, Debug)]
enum Step {
    Write(usize, usize),
    Cut(usize),
    Read(usize, usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let far = 0..3_000_000_usize;
    let step = prop_oneof![
        6 => (far.clone(), 1..700_000_usize).prop_map(|(at, length)| Step::Write(at, length)),
        1 => far.clone().prop_map(Step::Cut),
        1 => (far, 1..100_000_usize).prop_map(|(at, length)| Step::Read(at, length)),
    ];
    proptest::collection::vec(step, 1..12)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever is written where, cut and read between, the blob is what a plain file would be.
    #[test]
    fn a_spool_is_like_a_file(steps in steps()) {
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        runtime.block_on(async {
            let folder = tempfile::tempdir().expect("a folder");
            let store = Store::open(folder.path()).expect("a store");
            let mut spool = new_spool(&store);
            let mut model: Vec<u8> = Vec::new();
            for (index, step) in steps.into_iter().enumerate() {
                match step {
                    Step::Write(at, length) => {
                        let bytes = vec![index as u8 + 1; length];
                        spool.write_at(at as u64, Bytes::from(bytes.clone())).await.expect("written");
                        model.resize(model.len().max(at + length), 0);
                        model[at..at + length].copy_from_slice(&bytes);
                    }
                    Step::Cut(length) => {
                        spool.set_length(length as u64).await.expect("cut");
                        model.resize(length, 0);
                    }
                    Step::Read(at, length) => {
                        let bytes = spool.read_at(at as u64, length).await.expect("readable");
                        let wanted = &model[at.min(model.len())..(at + length).min(model.len())];
                        assert_eq!(bytes, wanted);
                    }
                }
                assert_eq!(spool.length(), model.len() as u64);
            }
            let sealed = spool.seal().await.expect("sealed");
            assert_eq!(sealed.sha256, sha256(&model));
            assert_eq!(contents(&store, &sealed).await, model);
        });
    }
}
