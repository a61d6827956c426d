//! Commands out of lines.

use keyfold_model::{Secret, Timestamp};

use super::{Family, HostPort, parse_moment};

/// A path as it was sent.
type Path = Vec<u8>;

/// What a client asks.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "each is the command of that name")]
pub enum Command {
    // Who: RFC 959, 2228, 4217.
    User(String),
    Pass(Secret<String>),
    Acct(Secret<String>),
    Auth(String),
    Pbsz(u32),
    Prot(Protection),
    Ccc,
    Rein,
    Quit,
    // What is spoken: RFC 959, 2389, 2640.
    Feat,
    Opts(Opts),
    Syst,
    Help,
    Clnt,
    Noop,
    /// `TYPE`, `MODE`, `STRU`: the command, and what was asked for.
    Form(Form, u8),
    /// About names: for those who have signed in.
    Names(NameCommand),
    /// About data connections: for those who have signed in.
    Data(DataCommand),
}

/// A command about names (RFC 959, 3659).
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "each is the command of that name")]
pub enum NameCommand {
    Pwd,
    Cwd(Path),
    Cdup,
    Mkd(Path),
    Rmd(Path),
    Dele(Path),
    Rnfr(Path),
    Rnto(Path),
    Size(Path),
    Mdtm(Path),
    Mfmt(Timestamp, Path),
    Mlst(Path),
    /// `HASH`, `XSHA256` and their like.
    Digest(Digest, Path),
    Rang(Range),
    Stat(Path),
}

/// A command about data connections, and what goes over them (RFC 959, 2428, 3659).
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "each is the command of that name")]
pub enum DataCommand {
    Pasv,
    /// A family of addresses, where one is asked for.
    Epsv(Option<Family>),
    EpsvAll,
    /// `PORT` and `EPRT`.
    Port(HostPort),
    Rest(u64),
    /// The length that an upload will have.
    Allo(u64),
    Retr(Path),
    Stor(Path),
    Stou,
    Appe(Path),
    List(Path),
    Nlst(Path),
    Mlsd(Path),
    Abor,
    /// `STAT` without a path: how it stands.
    Status,
}

/// What `TYPE`, `MODE` and `STRU` set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// How text is written.
    Type,
    /// How it is carried.
    Mode,
    /// How a file is made up.
    Structure,
}

/// How data connections are protected (RFC 2228).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protection {
    /// `C`: not at all.
    Clear,
    /// `P`: encrypted.
    Private,
    /// `S` or `E`, which TLS has no use for.
    Other,
}

/// What `OPTS` sets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opts {
    /// `UTF8 ON`, which it always is.
    Utf8On,
    /// The facts that `MLST` and `MLSD` show.
    Mlst(String),
    /// With what `HASH` works; nothing asks.
    Hash(Option<Digest>),
    /// Another command's.
    Other,
}

/// What `HASH` and `X…` compute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Digest {
    /// What `OPTS HASH` chose.
    Chosen,
    /// SHA-1, for old clients that verify with it.
    Sha1,
    /// SHA-256.
    Sha256,
    /// SHA-512.
    Sha512,
}

/// The bytes of a file that the next `HASH` is of (draft-bryan-ftpext-hash): from the first to before the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// The first.
    pub from: u64,
    /// The one after the last.
    pub to: u64,
}

/// Why a line is no command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SyntaxError {
    /// Nothing of that name is known.
    #[error("That command is not known here.")]
    Unknown,
    /// It is known, and not here: it would run a program, or is of no use.
    #[error("That command is not offered here.")]
    NotOffered,
    /// What follows the command is wrong or missing.
    #[error("{0}")]
    Parameter(&'static str),
}

const PATH: SyntaxError = SyntaxError::Parameter("Give a path.");
const NUMBER: SyntaxError = SyntaxError::Parameter("Give a number of bytes.");

impl Command {
    /// Reads a line.
    ///
    /// # Errors
    /// Why it is no command.
    pub fn parse(line: &[u8]) -> Result<Self, SyntaxError> {
        // What remains of Telnet's Synch where something on the way took the urgent byte out is no part of a command.
        let begin = line.iter().position(u8::is_ascii).unwrap_or(line.len());
        let line = &line[begin..];
        let (verb, rest) = match line.iter().position(|byte| *byte == b' ') {
            Some(at) => (&line[..at], &line[at + 1..]),
            None => (line, &line[line.len()..]),
        };
        let verb = String::from_utf8_lossy(verb).to_ascii_uppercase();
        Ok(match verb.as_str() {
            "USER" if rest.is_empty() => return Err(SyntaxError::Parameter("Give a user name.")),
            "USER" => Self::User(text(rest)),
            "PASS" => Self::Pass(secret(rest)),
            "ACCT" => Self::Acct(secret(rest)),
            "AUTH" => Self::Auth(text(rest).to_ascii_uppercase()),
            "PBSZ" => Self::Pbsz(text(rest).parse().map_err(|_| NUMBER)?),
            "PROT" => Self::Prot(protection(&text(rest))?),
            "CCC" => Self::Ccc,
            "REIN" => Self::Rein,
            "QUIT" => Self::Quit,
            "FEAT" => Self::Feat,
            "OPTS" => Self::Opts(opts(&text(rest))?),
            "SYST" => Self::Syst,
            "HELP" => Self::Help,
            "CLNT" => Self::Clnt,
            "NOOP" => Self::Noop,
            "TYPE" => Self::Form(Form::Type, letter(&text(rest))?),
            "MODE" => Self::Form(Form::Mode, letter(&text(rest))?),
            "STRU" => Self::Form(Form::Structure, letter(&text(rest))?),
            "SITE" | "SMNT" | "LANG" | "ADAT" | "MIC" | "CONF" | "ENC" | "XMD5" | "MD5" | "XCRC" => {
                return Err(SyntaxError::NotOffered);
            }
            verb => match NameCommand::parse(verb, rest)? {
                Some(command) => Self::Names(command),
                None => Self::Data(DataCommand::parse(verb, rest)?),
            },
        })
    }
}

impl NameCommand {
    /// Reads what stands behind the command; nothing where it is no command about names.
    fn parse(verb: &str, rest: &[u8]) -> Result<Option<Self>, SyntaxError> {
        Ok(Some(match verb {
            "PWD" | "XPWD" => Self::Pwd,
            "CWD" | "XCWD" => Self::Cwd(path(rest)?),
            "CDUP" | "XCUP" => Self::Cdup,
            "MKD" | "XMKD" => Self::Mkd(path(rest)?),
            "RMD" | "XRMD" => Self::Rmd(path(rest)?),
            "DELE" => Self::Dele(path(rest)?),
            "RNFR" => Self::Rnfr(path(rest)?),
            "RNTO" => Self::Rnto(path(rest)?),
            "SIZE" => Self::Size(path(rest)?),
            "MDTM" => Self::Mdtm(path(rest)?),
            "MFMT" => mfmt(rest)?,
            "MLST" => Self::Mlst(rest.to_vec()),
            "HASH" => Self::Digest(Digest::Chosen, path(rest)?),
            "XSHA" | "XSHA1" => Self::Digest(Digest::Sha1, path(rest)?),
            "XSHA256" => Self::Digest(Digest::Sha256, path(rest)?),
            "XSHA512" => Self::Digest(Digest::Sha512, path(rest)?),
            "RANG" => Self::Rang(range(&text(rest))?),
            "STAT" if !rest.is_empty() => Self::Stat(without_options(rest)),
            _ => return Ok(None),
        }))
    }
}

impl DataCommand {
    fn parse(verb: &str, rest: &[u8]) -> Result<Self, SyntaxError> {
        const ADDRESS: SyntaxError = SyntaxError::Parameter("That is no address.");
        Ok(match verb {
            "PASV" => Self::Pasv,
            "EPSV" => epsv(&text(rest))?,
            "PORT" => Self::Port(HostPort::parse_port(&text(rest)).ok_or(ADDRESS)?),
            "EPRT" => Self::Port(HostPort::parse_extended(&text(rest)).ok_or(ADDRESS)?),
            "REST" => Self::Rest(text(rest).parse().map_err(|_| NUMBER)?),
            "ALLO" => Self::Allo(text(rest).split(' ').next().and_then(|text| text.parse().ok()).ok_or(NUMBER)?),
            "RETR" => Self::Retr(path(rest)?),
            "STOR" => Self::Stor(path(rest)?),
            "STOU" => Self::Stou,
            "APPE" => Self::Appe(path(rest)?),
            "LIST" => Self::List(without_options(rest)),
            "NLST" => Self::Nlst(without_options(rest)),
            "MLSD" => Self::Mlsd(rest.to_vec()),
            "ABOR" => Self::Abor,
            "STAT" => Self::Status,
            _ => return Err(SyntaxError::Unknown),
        })
    }
}

fn text(rest: &[u8]) -> String {
    String::from_utf8_lossy(rest).trim().to_owned()
}

fn secret(rest: &[u8]) -> Secret<String> {
    Secret::new(String::from_utf8_lossy(rest).into_owned())
}

fn path(rest: &[u8]) -> Result<Path, SyntaxError> {
    if rest.is_empty() { Err(PATH) } else { Ok(rest.to_vec()) }
}

fn letter(text: &str) -> Result<u8, SyntaxError> {
    text.bytes().next().map(|letter| letter.to_ascii_uppercase()).ok_or(SyntaxError::Parameter("Give a letter."))
}

fn protection(text: &str) -> Result<Protection, SyntaxError> {
    Ok(match letter(text)? {
        b'C' => Protection::Clear,
        b'P' => Protection::Private,
        b'S' | b'E' => Protection::Other,
        _ => return Err(SyntaxError::Parameter("Give P.")),
    })
}

fn opts(text: &str) -> Result<Opts, SyntaxError> {
    let (of, rest) = text.split_once(' ').unwrap_or((text, ""));
    Ok(match of.to_ascii_uppercase().as_str() {
        "UTF8" | "UTF-8" if !rest.eq_ignore_ascii_case("OFF") => Opts::Utf8On,
        "MLST" => Opts::Mlst(rest.to_owned()),
        "HASH" => Opts::Hash(match rest.trim().to_ascii_uppercase().as_str() {
            "" => None,
            "SHA-1" => Some(Digest::Sha1),
            "SHA-256" => Some(Digest::Sha256),
            "SHA-512" => Some(Digest::Sha512),
            _ => return Ok(Opts::Other),
        }),
        "" => return Err(SyntaxError::Parameter("Give a command.")),
        _ => Opts::Other,
    })
}

/// `MFMT 20261124080000 name`: the name may hold spaces.
fn mfmt(rest: &[u8]) -> Result<NameCommand, SyntaxError> {
    let at = rest.iter().position(|byte| *byte == b' ').ok_or(PATH)?;
    let moment = std::str::from_utf8(&rest[..at]).ok().and_then(parse_moment);
    let moment = moment.ok_or(SyntaxError::Parameter("Give the time as YYYYMMDDHHMMSS, in UTC."))?;
    let path = &rest[at + 1..];
    if path.is_empty() { Err(PATH) } else { Ok(NameCommand::Mfmt(moment, path.to_vec())) }
}

fn range(text: &str) -> Result<Range, SyntaxError> {
    let (from, last) = text.split_once(' ').ok_or(NUMBER)?;
    let (from, last) = (from.parse::<u64>().map_err(|_| NUMBER)?, last.parse::<u64>().map_err(|_| NUMBER)?);
    // `RANG 1 0` is how a range is taken back.
    if from == 1 && last == 0 {
        return Ok(Range { from: 0, to: u64::MAX });
    }
    if last < from {
        return Err(SyntaxError::Parameter("The range ends before it begins."));
    }
    Ok(Range { from, to: last.saturating_add(1) })
}

fn epsv(text: &str) -> Result<DataCommand, SyntaxError> {
    Ok(match text {
        "" => DataCommand::Epsv(None),
        all if all.eq_ignore_ascii_case("ALL") => DataCommand::EpsvAll,
        number => DataCommand::Epsv(Some(Family::from_number(number).ok_or(SyntaxError::Parameter("Give 1 or 2."))?)),
    })
}

/// Clients send the options of `ls` as in `LIST -la folder`: they change nothing here.
fn without_options(rest: &[u8]) -> Path {
    let mut rest = rest.trim_ascii_start();
    while let [b'-', option, ..] = rest
        && option.is_ascii_alphabetic()
    {
        let end = rest.iter().position(|byte| *byte == b' ').unwrap_or(rest.len());
        rest = rest[end..].trim_ascii_start();
    }
    rest.to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(line: &str) -> String {
        match Command::parse(line.as_bytes()) {
            Ok(command) => format!("{command:?}"),
            Err(error) => format!("{error:?}"),
        }
    }

    #[test]
    fn commands_are_read_in_any_case_and_paths_keep_their_spaces() {
        assert_eq!(shown("user Ann Lee"), "User(\"Ann Lee\")");
        assert_eq!(shown("PASS  hunter2 "), "Pass(***)");
        let Ok(Command::Data(DataCommand::Retr(path))) = Command::parse(b"RETR  a b ") else { panic!("not RETR") };
        assert_eq!(path, b" a b ");
        let Ok(Command::Data(DataCommand::List(path))) = Command::parse(b"LIST -la -R my -folder") else {
            panic!("not LIST")
        };
        assert_eq!(path, b"my -folder");
        let Ok(Command::Names(NameCommand::Mfmt(at, path))) = Command::parse(b"MFMT 20261124080000 a b") else {
            panic!("not MFMT")
        };
        assert_eq!((at.to_string().as_str(), path.as_slice()), ("2026-11-24T08:00:00.000000Z", b"a b".as_slice()));
    }

    #[test]
    fn a_secret_keeps_its_spaces() {
        let Ok(Command::Pass(secret)) = Command::parse(b"PASS  hunter2 ") else { panic!("not PASS") };
        assert_eq!(secret.expose(), " hunter2 ");
    }

    #[test]
    fn what_is_left_of_a_synch_does_not_hide_an_abort() {
        assert!(matches!(Command::parse(b"\xf2ABOR"), Ok(Command::Data(DataCommand::Abor))));
    }

    #[test]
    fn each_refusal_has_its_kind() {
        assert_eq!(shown("SITE EXEC /bin/sh"), "NotOffered");
        assert_eq!(shown("XYZZY"), "Unknown");
        assert_eq!(shown(""), "Unknown");
        assert_eq!(shown("RETR"), "Parameter(\"Give a path.\")");
        assert_eq!(shown("REST -1"), "Parameter(\"Give a number of bytes.\")");
        assert_eq!(shown("RANG 5 4"), "Parameter(\"The range ends before it begins.\")");
        assert_eq!(shown("RANG 1 0"), format!("Names(Rang(Range {{ from: 0, to: {} }}))", u64::MAX));
    }
}
