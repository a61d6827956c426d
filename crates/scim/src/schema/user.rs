//! The core User schema (RFC 7643 §4.1). `password` isn't among its attributes: this server keeps none from a
//! directory.

use super::{Attribute, Schema};

/// URN of the schema.
pub const URN: &str = "urn:ietf:params:scim:schemas:core:2.0:User";

/// The schema.
pub static SCHEMA: Schema = Schema { id: URN, name: "User", description: "A person's account", attributes: ATTRIBUTES };

const ATTRIBUTES: &[Attribute] = &[
    Attribute::text("userName", "Name that the person signs in with").required().unique(),
    Attribute::complex("name", NAME, "The person's name in parts"),
    Attribute::text("displayName", "Name shown to others"),
    Attribute::text("nickName", "Casual name"),
    Attribute::reference("profileUrl", &["external"], "URL of a page about the person"),
    Attribute::text("title", "Job title"),
    Attribute::text("userType", "Relation to the organisation, such as employee or contractor"),
    Attribute::text("preferredLanguage", "Preferred language, as in an Accept-Language header"),
    Attribute::text("locale", "Language tag used to format dates, numbers and currency"),
    Attribute::text("timezone", "Time zone name of the IANA database, such as Europe/Paris"),
    Attribute::boolean("active", "Whether the person may sign in as far as the directory is concerned")
        .required()
        .sticky(),
    Attribute::complex("emails", EMAIL, "E-mail addresses").multi_valued().sticky(),
    Attribute::complex("phoneNumbers", PHONE_NUMBER, "Phone numbers").multi_valued(),
    Attribute::complex("ims", IM, "Instant messaging addresses").multi_valued(),
    Attribute::complex("photos", PHOTO, "URLs of pictures of the person").multi_valued(),
    Attribute::complex("addresses", ADDRESS, "Postal addresses").multi_valued(),
    Attribute::complex("groups", GROUP, "Groups that the person is a member of; changed through the groups")
        .multi_valued()
        .read_only(),
    Attribute::complex("entitlements", LABEL, "Things that the person has a right to").multi_valued(),
    Attribute::complex("roles", LABEL, "Roles that the person has").multi_valued(),
    Attribute::complex("x509Certificates", CERTIFICATE, "Certificates of the person").multi_valued(),
];

const NAME: &[Attribute] = &[
    Attribute::text("formatted", "Full name as it is written"),
    Attribute::text("familyName", "Family name"),
    Attribute::text("givenName", "Given name"),
    Attribute::text("middleName", "Middle names"),
    Attribute::text("honorificPrefix", "Title before the name"),
    Attribute::text("honorificSuffix", "Title after the name"),
];

const DISPLAY: Attribute = Attribute::text("display", "Name of the value, for people");
const PRIMARY: Attribute = Attribute::boolean("primary", "Whether this is the preferred value; true for one at most");
const TYPE: Attribute = Attribute::text("type", "What the value is for");

const EMAIL: &[Attribute] =
    &[Attribute::text("value", "The e-mail address"), DISPLAY, TYPE.canonical(&["work", "home", "other"]), PRIMARY];

const PHONE_NUMBER: &[Attribute] = &[
    Attribute::text("value", "The phone number"),
    DISPLAY,
    TYPE.canonical(&["work", "home", "mobile", "fax", "pager", "other"]),
    PRIMARY,
];

const IM: &[Attribute] = &[
    Attribute::text("value", "The instant messaging address"),
    DISPLAY,
    TYPE.canonical(&["aim", "gtalk", "icq", "xmpp", "msn", "skype", "qq", "yahoo"]),
    PRIMARY,
];

const PHOTO: &[Attribute] = &[
    Attribute::reference("value", &["external"], "URL of the picture"),
    DISPLAY,
    TYPE.canonical(&["photo", "thumbnail"]),
    PRIMARY,
];

const ADDRESS: &[Attribute] = &[
    Attribute::text("formatted", "The whole address as it is written on an envelope"),
    Attribute::text("streetAddress", "Street, house number, box"),
    Attribute::text("locality", "City or town"),
    Attribute::text("region", "State or region"),
    Attribute::text("postalCode", "Postal code"),
    Attribute::text("country", "Country as an ISO 3166-1 alpha-2 code"),
    TYPE.canonical(&["work", "home", "other"]),
    PRIMARY,
];

const GROUP: &[Attribute] = &[
    Attribute::text("value", "Identifier of the group").read_only(),
    Attribute::reference("$ref", &["Group"], "URL of the group").read_only(),
    Attribute::text("display", "Name of the group").read_only(),
    Attribute::text("type", "Whether the membership is direct or comes through another group")
        .canonical(&["direct", "indirect"])
        .read_only(),
];

const LABEL: &[Attribute] = &[Attribute::text("value", "The value"), DISPLAY, TYPE, PRIMARY];

const CERTIFICATE: &[Attribute] =
    &[Attribute::binary("value", "The certificate, DER in base64"), DISPLAY, TYPE, PRIMARY];
