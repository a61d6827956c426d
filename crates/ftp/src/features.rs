//! What FEAT, HELP and SYST tell (RFC 2389).

use crate::{
    ActiveMode,
    codec::{Digest, Reply},
    listing::Facts,
};

/// What is offered beyond RFC 959.
pub(crate) fn features(facts: Facts, chosen: Digest) -> Reply {
    let hash: String = [(Digest::Sha1, "SHA-1"), (Digest::Sha256, "SHA-256"), (Digest::Sha512, "SHA-512")]
        .iter()
        .map(|(digest, name)| format!("{name}{};", if *digest == chosen { "*" } else { "" }))
        .collect();
    let mut lines: Vec<String> =
        ["AUTH TLS", "PBSZ", "PROT", "UTF8", "CLNT", "EPSV", "SIZE", "MDTM", "MFMT", "REST STREAM", "TVFS"]
            .map(str::to_owned)
            .into();
    lines.push(facts.feature());
    lines.push(format!("HASH {hash}"));
    lines.extend(["RANG STREAM", "XSHA1", "XSHA256", "XSHA512"].map(str::to_owned));
    Reply::many(211, "What is offered:", lines, "That is all.")
}

/// The commands that are known.
pub(crate) fn help(active: ActiveMode) -> Reply {
    let mut lines: Vec<String> = [
        "USER PASS ACCT AUTH PBSZ PROT QUIT NOOP FEAT OPTS SYST STAT HELP CLNT",
        "TYPE MODE STRU ALLO REST ABOR PASV EPSV",
        "PWD CWD CDUP MKD RMD DELE RNFR RNTO SIZE MDTM MFMT MLST MLSD LIST NLST",
        "RETR STOR STOU APPE HASH RANG XSHA1 XSHA256 XSHA512",
    ]
    .map(str::to_owned)
    .into();
    if active == ActiveMode::On {
        lines.push("PORT EPRT".to_owned());
    }
    Reply::many(214, "These commands are known:", lines, "That is all.")
}
