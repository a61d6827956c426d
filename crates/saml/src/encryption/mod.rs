//! What was encrypted for this site: `EncryptedAssertion` and `EncryptedID` (SAML core 2.3.4 and 2.2.4, XML Encryption 1.1).
//!
//! CBC has no integrity of its own: whoever can tell "could not be decrypted" from "decrypted to nonsense" from "decrypted,
//! but not signed" reads the text byte by byte (Jager and Somorovsky, 2011). So there is one [`Check::Decryption`] for all
//! of them, and nothing of how far it came leaves this crate, save to the administrators' record.

mod algorithm;

pub(crate) use algorithm::OFFERED;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::key::ServiceProviderKey;
use crate::names;
use crate::response::{Check, Rejection};
use crate::xml::Element;
use algorithm::{DataEncryption, key_transport};

/// The most transported keys that are tried: one for each recipient. Each costs an operation with a private key.
const MAX_KEYS: usize = 4;

/// The plain XML inside `encrypted`, an `EncryptedAssertion` or `EncryptedID`, wrapped in one element that declares the
/// namespaces in whose scope it stood: what was cut out of a larger document leans on them.
pub(crate) fn decrypt(encrypted: Element<'_>, keys: &[ServiceProviderKey]) -> Result<String, Rejection> {
    if keys.is_empty() {
        return Err(Rejection::new(
            Check::Encrypted,
            "nothing encrypted: this site has no key",
            encrypted.local_name(),
        ));
    }
    let mut data = encrypted.children_named(names::XENC, "EncryptedData");
    let (Some(data), None) = (data.next(), data.next()) else {
        return Err(refused("exactly one EncryptedData", "none, or several"));
    };
    let method = DataEncryption::of(algorithm_of(data)?)
        .ok_or_else(|| refused("AES-128 or AES-256, GCM or CBC", algorithm_of(data).unwrap_or_default()))?;
    let sealed = cipher_value(data)?;
    let text = transported_keys(encrypted, data)?
        .into_iter()
        .flat_map(|(transport, wrapped)| keys.iter().filter_map(move |key| key.open(transport, &wrapped)))
        .find_map(|key| method.decrypt(&key, &sealed))
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .ok_or_else(|| refused("what one of this site's keys opens", "it could not be decrypted"))?;
    Ok(wrap(encrypted, &text))
}

pub(crate) fn refused(expected: &str, found: impl Into<String>) -> Rejection {
    Rejection::new(Check::Decryption, expected, found)
}

/// Every `EncryptedKey`: in the `KeyInfo`, or beside the data.
fn transported_keys(
    encrypted: Element<'_>,
    data: Element<'_>,
) -> Result<Vec<(&'static aws_lc_rs::rsa::OaepAlgorithm, Vec<u8>)>, Rejection> {
    let inside = data
        .children_named(names::DSIG, "KeyInfo")
        .flat_map(|info| info.children_named(names::XENC, "EncryptedKey").collect::<Vec<_>>());
    let keys: Vec<_> = inside.chain(encrypted.children_named(names::XENC, "EncryptedKey")).collect();
    if keys.is_empty() || keys.len() > MAX_KEYS {
        return Err(refused("an EncryptedKey, at most four", keys.len().to_string()));
    }
    keys.into_iter().map(|key| Ok((key_transport(encryption_method(key)?)?, cipher_value(key)?))).collect()
}

fn encryption_method(parent: Element<'_>) -> Result<Element<'_>, Rejection> {
    parent
        .first_child(names::XENC, "EncryptionMethod")
        .ok_or_else(|| refused("an EncryptionMethod", format!("none in {}", parent.local_name())))
}

fn algorithm_of(parent: Element<'_>) -> Result<&str, Rejection> {
    Ok(encryption_method(parent)?.attribute("Algorithm").unwrap_or("none"))
}

fn cipher_value(parent: Element<'_>) -> Result<Vec<u8>, Rejection> {
    let value = parent
        .first_child(names::XENC, "CipherData")
        .and_then(|data| data.first_child(names::XENC, "CipherValue"))
        .ok_or_else(|| refused("a CipherValue", format!("none in {}", parent.local_name())))?;
    let compact: String = value.text().split_ascii_whitespace().collect();
    STANDARD.decode(compact).map_err(|cause| refused("base64 in CipherValue", cause.to_string()))
}

/// `text` in an element of no meaning, with the namespaces that are in scope at `place`.
fn wrap(place: Element<'_>, text: &str) -> String {
    let mut xml = String::from("<decrypted");
    for (prefix, uri) in place.namespaces_in_scope() {
        let name = if prefix.is_empty() { "xmlns".to_owned() } else { format!("xmlns:{prefix}") };
        let uri = uri.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
        xml.push_str(&format!(r#" {name}="{uri}""#));
    }
    // What was encrypted as a document of its own may begin with an XML declaration.
    let text = text.trim_start();
    let text = if text.starts_with("<?xml ") { text.split_once("?>").map_or(text, |(_, rest)| rest) } else { text };
    xml.push('>');
    xml.push_str(text);
    xml.push_str("</decrypted>");
    xml
}
