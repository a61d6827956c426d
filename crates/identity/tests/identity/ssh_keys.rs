//! SSH public keys as OpenSSH writes them. The lines and fingerprints are those of `ssh-keygen`.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use keyfold_identity::{SshKey, SshKeyError};

/// Algorithm, line, fingerprint.
const GOOD: [(&str, &str, &str); 4] = [
    (
        "ssh-ed25519",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJvuGPqSuz2AM0H428TlNg/Sk6Y1DUzCivppnY0kQmBh ed25519",
        "SHA256:9IOKRp38AhuNQMIlUND2a2NKGIkLutSv1aUL9UruiJs",
    ),
    (
        "ecdsa-sha2-nistp256",
        "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBP3Ohxm7h+tpR9J7b9FtvxQhAp1ACGeB1BJIjBjU4W5F+XRUyJgJ/UsY9nXAF+4pNvZN1mEtY2Ihd9LEI4ciBbg= ecdsa256",
        "SHA256:Kts8JdlM5FUaCnYIbOMcSZQeZMcXSFcQoTKm/v8TNC8",
    ),
    (
        "ecdsa-sha2-nistp384",
        "ecdsa-sha2-nistp384 AAAAE2VjZHNhLXNoYTItbmlzdHAzODQAAAAIbmlzdHAzODQAAABhBLcSC2gl9P5TMainLye6qV3oOG97gkxXvGVKiw6CXuUOHu83nr3NcyITwuHOvQrrySQa4Sy4Am3Jti0FTp5jjOsn6U+Djp3i3pnYYqxzqnvevYVsVMAeavPhT3udWhz5+Q== ecdsa384",
        "SHA256:gwlhWKFUGrx66tZxU25Ypm8+FZwLTBaFuwK1f8FTiXY",
    ),
    (
        "ssh-rsa",
        "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQCl4owmIr5svJB2D8VMDVoXf5Es2rpOTEn8va/onQPdD0IKKylr5+epKtrmxILXWe6HOYUkvSHYDBrNO+blHmKToeY4PK+aFJDtVJgsT0qSCd5LwQZbioCeIZdXc5G/6IJ7YWqpoSj9Inkh6oez51FyhHctaf19VTzC12qiCAOnzJKzbGuVAZRwTfjfNUCRG5czHAGpNVaniwDoLsq43eNKgPGhWCzBIRcqgpLb4FvJ+e+P/nw/Vb+90mmAwvijoTf7khcpG05+L6Tgl0BlPCl+cfz/y6sv8kSDfq0LpGNqM6XNBlIh7l2iTDerGWpfNhuzE/CMUhY5z/x/ovq6IfHL rsa2048",
        "SHA256:z7D7MW8R1vFsdo41Q+OPavcg0qn/J3wWsFwJCkj6XxQ",
    ),
];

const NISTP521: &str = "ecdsa-sha2-nistp521 AAAAE2VjZHNhLXNoYTItbmlzdHA1MjEAAAAIbmlzdHA1MjEAAACFBABekIr+1W8UNdPxf+U0LmxnFTS58+YKETpR132tbl1RNNQg5KGAdKn6uLpGNXIky236W9lMY1Azli0rf/nL9+j1wgFL6LH74OKcQPzCSIedDZxQHLS9rCEpORBiQAA8zW4Oam418NggXFVSXTo0uETkRo2Gm4TSvYrqQPj466ELO8TYWA== ecdsa521";
const RSA_1024: &str = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQCzGAAdF6sptG/dIInLcj0YxK89BTaJotS+XcF5I/mYeXYUU3WN2MIbi8dNWxc54Y2k8TzgmKnjF9TFV3719pOlif7x27C1SDkVSW8z97G3txQU435CAOAAJGLxn3yhY5oDvUjV17QN1QMC9X6taK0zN6GnLkzTD6J+lkprq2dd1w== rsa1024";

fn string(bytes: &[u8]) -> Vec<u8> {
    let length = u32::try_from(bytes.len()).expect("short");
    [&length.to_be_bytes(), bytes].concat()
}

fn blob_of(fields: &[&[u8]]) -> Vec<u8> {
    fields.iter().flat_map(|field| string(field)).collect()
}

#[test]
fn keys_of_each_kind_are_read_and_have_openssh_s_fingerprint() {
    for (algorithm, line, fingerprint) in GOOD {
        let key = SshKey::from_openssh(line).expect(algorithm);
        assert_eq!(key.algorithm(), algorithm);
        assert_eq!(key.fingerprint(), fingerprint);
        assert_eq!(Some(key.to_base64().as_str()), line.split(' ').nth(1));
        assert_eq!(SshKey::from_openssh(&format!("  {line}\n")), Ok(key));
    }
}

#[test]
fn keys_in_security_tokens_are_read() {
    let ed25519 = blob_of(&[b"sk-ssh-ed25519@openssh.com", &[7; 32], b"ssh:"]);
    assert!(SshKey::from_blob(&ed25519).is_ok());
    let point = [&[4][..], &[7; 64]].concat();
    let ecdsa = blob_of(&[b"sk-ecdsa-sha2-nistp256@openssh.com", b"nistp256", &point, b"ssh:work"]);
    assert!(SshKey::from_blob(&ecdsa).is_ok());
    let elsewhere = blob_of(&[b"sk-ssh-ed25519@openssh.com", &[7; 32], b"https://corp.example"]);
    assert_eq!(SshKey::from_blob(&elsewhere), Err(SshKeyError::Malformed));
}

#[test]
fn weak_and_foreign_keys_are_refused_by_name() {
    assert_eq!(SshKey::from_openssh(RSA_1024), Err(SshKeyError::RsaBits(1024)));
    assert_eq!(SshKey::from_openssh(NISTP521), Err(SshKeyError::Algorithm("ecdsa-sha2-nistp521".into())));
    let dss = format!("ssh-dss {}", STANDARD.encode(blob_of(&[b"ssh-dss", &[1; 20]])));
    assert_eq!(SshKey::from_openssh(&dss), Err(SshKeyError::Algorithm("ssh-dss".into())));
}

#[test]
fn a_line_that_is_no_public_key_is_refused() {
    let private = "-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl\n-----END OPENSSH PRIVATE KEY-----";
    assert_eq!(SshKey::from_openssh(private), Err(SshKeyError::Private));
    let (_, line, _) = GOOD[0];
    let two = format!("{line}\n{line}");
    let options = format!("command=\"sh\" {line}");
    for text in ["", "ssh-ed25519", "ssh-ed25519 ???", &two, &options] {
        assert_eq!(SshKey::from_openssh(text), Err(SshKeyError::NotALine), "{text}");
    }
    let misnamed = line.replacen("ssh-ed25519", "ssh-rsa", 1);
    assert_eq!(SshKey::from_openssh(&misnamed), Err(SshKeyError::Malformed));
}

/// Every key cut short at every byte, and with one byte more, is refused; nothing panics.
#[test]
fn part_of_a_key_or_more_than_one_is_refused() {
    for (algorithm, line, _) in GOOD {
        let blob = STANDARD.decode(line.split(' ').nth(1).expect("a key")).expect("base64");
        for length in 0..blob.len() {
            assert!(SshKey::from_blob(&blob[..length]).is_err(), "{algorithm} cut to {length}");
        }
        assert!(SshKey::from_blob(&[&blob[..], &[0]].concat()).is_err(), "{algorithm} and a byte more");
    }
    let huge = [&u32::MAX.to_be_bytes()[..], b"ssh-ed25519"].concat();
    assert_eq!(SshKey::from_blob(&huge), Err(SshKeyError::Malformed));
}
