use keyfold_ftp::codec::{Command, Lines, MAX_LINE, NameCommand, format_moment};

/// Lines are the same however bytes are cut into packets, and none is longer than it may be; a command is read or refused, and a
/// moment that was read is written as the same one.
pub fn ftp_line(bytes: &[u8]) {
    let whole = lines(&[bytes]);
    let (head, tail) = bytes.split_at(bytes.len() / 2);
    assert_eq!(lines(&[head, tail]), whole);
    for line in whole.into_iter().flatten() {
        assert!(line.len() <= MAX_LINE && !line.contains(&b'\n'));
        if let Ok(Command::Names(NameCommand::Mfmt(at, path))) = Command::parse(&line) {
            let mut again = b"MFMT ".to_vec();
            let mut moment = String::new();
            format_moment(at, &mut moment);
            again.extend_from_slice(moment.as_bytes());
            again.push(b' ');
            again.extend_from_slice(&path);
            let Ok(Command::Names(NameCommand::Mfmt(same, _))) = Command::parse(&again) else {
                panic!("{moment} is no moment")
            };
            assert_eq!(same.seconds(), at.seconds());
        }
    }
}

/// The lines of packets; nothing for one that is too long.
fn lines(packets: &[&[u8]]) -> Vec<Option<Vec<u8>>> {
    let (mut lines, mut all) = (Lines::default(), Vec::new());
    for packet in packets {
        lines.buffer().extend_from_slice(packet);
        while let Some(line) = lines.next_line() {
            all.push(line.ok());
        }
    }
    all
}
