//! Responses that the identity provider really signed, for somebody, somewhere or some time else.

use super::Forgery;
use crate::idp::AuthnStatements;
use jiff::SignedDuration;

const ELSEWHERE: &str = "https://other.example.com/saml/consume";

pub(super) const FORGERIES: &[Forgery] = &[
    Forgery {
        name: "sign_in_that_failed",
        refused_by: "saml_status",
        forge: |scene| {
            scene.answered(|answer| {
                answer.status = "urn:oasis:names:tc:SAML:2.0:status:Responder".to_owned();
            })
        },
    },
    Forgery {
        name: "second_status_that_says_it_failed",
        refused_by: "saml_status",
        forge: |scene| {
            let second = r#"</samlp:Status><samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Responder"/></samlp:Status>"#;
            scene.said("</samlp:Status>", second)
        },
    },
    Forgery {
        name: "assertion_of_another_issuer",
        refused_by: "saml_issuer",
        forge: |scene| {
            scene.answered(|answer| {
                answer.assertion_issuer = Some("https://other.example.com".to_owned());
            })
        },
    },
    Forgery {
        name: "response_of_another_issuer",
        refused_by: "saml_issuer",
        forge: |scene| {
            scene.answered(|answer| {
                answer.response_issuer = Some("https://other.example.com".to_owned());
            })
        },
    },
    Forgery {
        name: "destination_elsewhere",
        refused_by: "saml_destination",
        forge: |scene| scene.answered(|answer| answer.destination = Some(ELSEWHERE.to_owned())),
    },
    Forgery {
        name: "signed_response_without_destination",
        refused_by: "saml_destination",
        forge: |scene| scene.answered(|answer| answer.destination = None),
    },
    Forgery {
        name: "answer_to_another_request",
        refused_by: "saml_in_response_to",
        forge: |scene| scene.answered(|answer| *answer = answer.clone().in_response_to("_other-request")),
    },
    Forgery {
        name: "response_to_another_request_around_the_right_confirmation",
        refused_by: "saml_in_response_to",
        forge: |scene| scene.answered(|answer| answer.in_response_to = Some("_other-request".to_owned())),
    },
    Forgery {
        name: "confirmation_for_another_request",
        refused_by: "saml_in_response_to",
        forge: |scene| {
            scene.answered(|answer| {
                answer.confirmation_in_response_to = Some("_other-request".to_owned());
            })
        },
    },
    Forgery {
        name: "answer_to_no_request",
        refused_by: "saml_in_response_to",
        forge: |scene| {
            scene.answered(|answer| {
                answer.in_response_to = None;
                answer.confirmation_in_response_to = None;
            })
        },
    },
    Forgery {
        name: "unsolicited_assertion_in_a_response_that_names_the_request",
        refused_by: "saml_in_response_to",
        forge: |scene| scene.answered(|answer| answer.confirmation_in_response_to = None),
    },
    Forgery {
        name: "not_valid_yet",
        refused_by: "saml_not_before",
        forge: |scene| scene.answered(|answer| answer.not_before = scene.after(61)),
    },
    Forgery {
        name: "confirmation_not_valid_yet",
        refused_by: "saml_not_before",
        forge: |scene| {
            let data = format!(r#"<saml:SubjectConfirmationData NotBefore="{}" "#, scene.after(61));
            scene.said("<saml:SubjectConfirmationData ", &data)
        },
    },
    Forgery {
        name: "conditions_expired",
        refused_by: "saml_not_on_or_after",
        forge: |scene| scene.answered(|answer| answer.not_on_or_after = scene.after(-60)),
    },
    Forgery {
        name: "confirmation_expired",
        refused_by: "saml_not_on_or_after",
        forge: |scene| {
            scene.answered(|answer| {
                answer.confirmation_not_on_or_after = Some(scene.after(-60));
            })
        },
    },
    Forgery {
        name: "confirmation_that_never_expires",
        refused_by: "saml_not_on_or_after",
        forge: |scene| scene.answered(|answer| answer.confirmation_not_on_or_after = None),
    },
    Forgery {
        name: "session_that_has_ended",
        refused_by: "saml_session_not_on_or_after",
        forge: |scene| {
            scene.answered(|answer| {
                answer.session_not_on_or_after = Some(scene.now - SignedDuration::from_mins(2));
            })
        },
    },
    Forgery {
        name: "time_that_is_none",
        refused_by: "saml_time",
        forge: |scene| scene.answered(|answer| answer.not_on_or_after = "never".to_owned()),
    },
    Forgery {
        name: "time_of_another_zone",
        refused_by: "saml_time",
        forge: |scene| {
            scene.answered(|answer| {
                answer.not_on_or_after = "2026-11-24T08:05:00-12:00".to_owned();
            })
        },
    },
    Forgery {
        name: "condition_that_nobody_understands",
        refused_by: "saml_condition",
        forge: |scene| {
            scene.answered(|answer| {
                answer.conditions_xml = "<saml:Condition/>".to_owned();
            })
        },
    },
    Forgery {
        name: "audience_elsewhere",
        refused_by: "saml_audience",
        forge: |scene| {
            scene.answered(|answer| {
                answer.audiences = vec!["https://other.example.com/saml/metadata".to_owned()];
            })
        },
    },
    Forgery {
        name: "audience_that_starts_like_ours",
        refused_by: "saml_audience",
        forge: |scene| scene.answered(|answer| answer.audiences[0].push_str(".evil.example")),
    },
    Forgery {
        name: "no_audience",
        refused_by: "saml_audience",
        forge: |scene| scene.answered(|answer| answer.audiences.clear()),
    },
    Forgery {
        name: "second_restriction_to_another_audience",
        refused_by: "saml_audience",
        forge: |scene| {
            scene.answered(|answer| {
                answer.conditions_xml = "<saml:AudienceRestriction><saml:Audience>https://other.example.com</saml:Audience></saml:AudienceRestriction>".to_owned();
            })
        },
    },
    Forgery {
        name: "second_conditions",
        refused_by: "saml_audience",
        forge: |scene| scene.said("</saml:Conditions>", "</saml:Conditions><saml:Conditions/>"),
    },
    Forgery {
        name: "recipient_elsewhere",
        refused_by: "saml_recipient",
        forge: |scene| scene.answered(|answer| answer.recipient = Some(ELSEWHERE.to_owned())),
    },
    Forgery {
        name: "no_recipient",
        refused_by: "saml_recipient",
        forge: |scene| scene.answered(|answer| answer.recipient = None),
    },
    Forgery {
        name: "confirmation_that_needs_a_key",
        refused_by: "saml_subject_confirmation",
        forge: |scene| {
            scene.answered(|answer| {
                answer.confirmation_method = "urn:oasis:names:tc:SAML:2.0:cm:holder-of-key".to_owned();
            })
        },
    },
    Forgery {
        name: "second_confirmation_data",
        refused_by: "saml_subject_confirmation",
        forge: |scene| {
            scene.said("</saml:SubjectConfirmation>", "<saml:SubjectConfirmationData/></saml:SubjectConfirmation>")
        },
    },
    Forgery {
        name: "empty_name",
        refused_by: "saml_name_id",
        forge: |scene| scene.answered(|answer| answer.name_id_xml = " ".to_owned()),
    },
    Forgery {
        name: "element_in_the_name",
        refused_by: "saml_name_id",
        forge: |scene| scene.answered(|answer| answer.name_id_xml.push_str("<b>.evil</b>")),
    },
    Forgery {
        name: "encrypted_name_beside_the_plain_one",
        refused_by: "saml_encrypted",
        forge: |scene| {
            scene.answered(|answer| answer.name_id_xml.push_str("</saml:NameID><saml:EncryptedID/><saml:NameID>"))
        },
    },
    Forgery {
        name: "second_name",
        refused_by: "saml_name_id",
        forge: |scene| {
            scene.answered(|answer| {
                answer.name_id_xml.push_str("</saml:NameID><saml:NameID>root@example.com");
            })
        },
    },
    Forgery {
        name: "second_subject",
        refused_by: "saml_name_id",
        forge: |scene| {
            let second = "</saml:Subject><saml:Subject><saml:NameID>root@example.com</saml:NameID></saml:Subject>";
            scene.said("</saml:Subject>", second)
        },
    },
    Forgery {
        name: "two_authn_statements",
        refused_by: "saml_authn_statement",
        forge: |scene| scene.answered(|answer| answer.authn_statements = AuthnStatements::Two),
    },
    Forgery {
        name: "no_authn_statement",
        refused_by: "saml_authn_statement",
        forge: |scene| scene.answered(|answer| answer.authn_statements = AuthnStatements::None),
    },
];
