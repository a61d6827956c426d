//! The words of the record: actions, and why they were refused or failed. `docs/audit.md` lists them, and a test compares.

/// Declares words: each a constant, and an entry of `ALL` with its meaning.
macro_rules! words {
    ($(#[$module_doc:meta])* $module:ident { $($name:ident = $word:literal: $meaning:literal;)* }) => {
        $(#[$module_doc])*
        pub mod $module {
            $(#[doc = $meaning] pub const $name: &str = $word;)*
            /// All of them, with what they mean.
            pub const ALL: &[(&str, &str)] = &[$(($word, $meaning)),*];
        }
    };
}

words! {
    /// What can be done.
    action {
        LOGIN = "login": "A sign-in; on protocols, those repeated within a minute are one more row with their count.";
        FAILED_LOGIN = "failed_login": "A sign-in that was refused.";
        LOGOUT = "logout": "A sign-out, here or by a directory's word.";
        FAILED_LOGOUT = "failed_logout": "A logout message that was not a directory's word, and ended nothing.";
        SESSION_CUT = "session_cut": "A live session was ended by the server: nothing was sent on it after this row.";
        CREATE = "create": "A file or folder was made.";
        READ = "read": "A file's content or a folder's archive was read.";
        UPDATE = "update": "A file's content, time or attributes were changed.";
        MOVE = "move": "A file or folder was moved or renamed.";
        COPY = "copy": "A file or folder was copied.";
        DESTROY = "destroy": "A file or folder was deleted.";
        PREVIEW = "preview": "A file was shown without being downloaded.";
        SHARE_VISIT = "share_visit": "A share link was opened.";
        USER_CREATE = "user_create": "A user was made.";
        USER_UPDATE = "user_update": "A user was changed.";
        USER_DISABLE = "user_disable": "A user was switched off, by an administrator or their directory.";
        USER_ENABLE = "user_enable": "A user was switched on again.";
        USER_DELETE = "user_delete": "A user was deleted.";
        USER_REVIVE = "user_revive": "A directory brought a deleted user back.";
        USER_PASSWORD_CHANGE = "user_password_change": "A password was set or changed.";
        GROUP_CREATE = "group_create": "A group was made.";
        GROUP_UPDATE = "group_update": "A group was changed.";
        GROUP_DELETE = "group_delete": "A group was deleted.";
        MEMBERSHIP_CREATE = "membership_create": "A user joined a group.";
        MEMBERSHIP_UPDATE = "membership_update": "A member was made or unmade an admin of a group.";
        MEMBERSHIP_DELETE = "membership_delete": "A user left a group.";
        PERMISSION_CREATE = "permission_create": "Access to a folder was granted.";
        PERMISSION_UPDATE = "permission_update": "A grant was changed.";
        PERMISSION_DELETE = "permission_delete": "A grant was taken back.";
        FENCE_CREATE = "fence_create": "A folder was fenced off from what its parents grant.";
        FENCE_DELETE = "fence_delete": "A fence was removed.";
        PARTNER_CREATE = "partner_create": "A partner was made.";
        PARTNER_UPDATE = "partner_update": "A partner was changed.";
        PARTNER_DELETE = "partner_delete": "A partner was deleted.";
        API_KEY_CREATE = "api_key_create": "An API key was made.";
        API_KEY_UPDATE = "api_key_update": "An API key was changed.";
        API_KEY_DELETE = "api_key_delete": "An API key was revoked.";
        SSH_KEY_CREATE = "ssh_key_create": "An SSH key was added.";
        SSH_KEY_UPDATE = "ssh_key_update": "An SSH key was changed.";
        SSH_KEY_DELETE = "ssh_key_delete": "An SSH key was removed.";
        TWO_FACTOR_CREATE = "two_factor_create": "A second factor was enrolled.";
        TWO_FACTOR_DELETE = "two_factor_delete": "A second factor was removed.";
        TWO_FACTOR_RESET = "two_factor_reset": "An administrator took a person's second factors away.";
        RECOVERY_CODES_CREATE = "recovery_codes_create": "A person was given new recovery codes.";
        LOCKOUT_CLEAR = "lockout_clear": "An administrator let a user name sign in again that was locked out.";
        SCIM_TOKEN_CREATE = "scim_token_create": "A bearer token for a directory's SCIM client was made.";
        SCIM_TOKEN_UPDATE = "scim_token_update": "A SCIM token's expiry was moved.";
        SCIM_TOKEN_DELETE = "scim_token_delete": "A SCIM token was revoked.";
        CONNECTION_CREATE = "connection_create": "A directory was connected.";
        CONNECTION_UPDATE = "connection_update": "A directory connection was changed.";
        CONNECTION_DELETE = "connection_delete": "A directory connection was removed.";
        CONNECTION_PREVIEW = "connection_preview": "What a directory pushes is kept apart from now on, to be looked at.";
        CONNECTION_START = "connection_start": "A directory connection was started: what it had pushed was made here.";
        DIRECTORY_POWER_CREATE = "directory_power_create": "A directory group was confirmed to give its members power.";
        DIRECTORY_POWER_DELETE = "directory_power_delete": "Power was taken from a directory group.";
        SAML_KEY_CREATE = "saml_key_create": "A key of this site for SAML was made.";
        SAML_KEY_ACTIVATE = "saml_key_activate": "A key of this site for SAML signs from now on.";
        SAML_KEY_RETIRE = "saml_key_retire": "A key of this site for SAML was destroyed.";
        APPROVAL_CONFIRM = "approval_confirm": "A person let a sign-in on another protocol in from their browser, or typed a code that did not.";
        APPROVAL_REFUSE = "approval_refuse": "A person refused a sign-in on another protocol from their browser.";
        SESSION_REVOKE = "session_revoke": "An administrator ended a session; its `session_cut` follows.";
        SETTING_UPDATE = "setting_update": "A setting of the site was changed; secrets are masked.";
        RETENTION_EXPIRE = "retention_expire": "Rows older than the retention were deleted.";
        EXPORT = "export": "A log was exported.";
    }
}

words! {
    /// Why an act was refused or failed. The checks of a SAML response have words of their own,
    /// beginning with `saml_`: `keyfold-saml` has them.
    failure {
        PASSWORD_MISMATCH = "password_mismatch": "The password is wrong.";
        USERNAME_NOT_FOUND = "username_not_found": "There is no such user.";
        LOCKED_OUT = "locked_out": "Too many wrong passwords: the account waits.";
        IP_MISMATCH = "ip_mismatch": "The address is not an allowed one.";
        DISABLED = "disabled": "The person is switched off, here or in the directory.";
        CONNECTION_DISABLED = "connection_disabled": "Signing in through this directory is switched off.";
        NO_SFTP_PERMISSION = "no_sftp_permission": "The person may not use SFTP.";
        NO_FTP_PERMISSION = "no_ftp_permission": "The person may not use FTP.";
        NO_DAV_PERMISSION = "no_dav_permission": "The person may not use WebDAV.";
        NO_WEB_PERMISSION = "no_web_permission": "The person may not use the web application.";
        NO_RESTAPI_PERMISSION = "no_restapi_permission": "The API key is not for REST.";
        NO_DESKTOP_PERMISSION = "no_desktop_permission": "The API key is not for the desktop app.";
        KEY_MISMATCH = "key_mismatch": "The SSH key or API key is not one of this person's.";
        ONE_TIME_PASSWORD_INCORRECT = "one_time_password_incorrect": "The code of the second factor is wrong.";
        ONE_TIME_PASSWORD_MISSING = "one_time_password_missing": "A second factor is required and the client gave no code.";
        TWO_FACTOR_NOT_ENROLLED = "two_factor_not_enrolled": "A second factor is required and none is set up.";
        PASSWORD_EXPIRED = "password_expired": "The password has to be changed first.";
        PASSWORD_REFUSED = "password_refused": "The new password is against the rules of the site.";
        SEAT_CAP = "seat_cap": "All seats are taken.";
        NOT_PROVISIONED = "not_provisioned": "The directory has not sent this person.";
        GROUP_REQUIRED = "group_required": "The person is in none of the groups that may sign in.";
        USERNAME_TAKEN = "username_taken": "The person's name belongs to an account that their directory did not make.";
        UNAVAILABLE = "unavailable": "It could not be decided, so nobody was let in.";
        CERTIFICATE_REVOKED = "certificate_revoked": "An administrator has revoked the SSH certificate.";
        APPROVAL_REFUSED = "approval_refused": "The person refused the sign-in in their browser.";
        APPROVAL_EXPIRED = "approval_expired": "Nobody approved the sign-in in a browser in time.";
        APPROVAL_REPLACED = "approval_replaced": "A newer sign-in of the same person took its place.";
        APPROVAL_WRONG_CODE = "approval_wrong_code": "The code that was typed in the browser is that of no sign-in that waits.";
        APPROVAL_WRONG_PERSON = "approval_wrong_person": "The code of the sign-in was typed by somebody with another user name.";
        APPROVAL_OTHER_ADDRESS = "approval_other_address": "The browser is at another address than the sign-in that it should let in.";
        APPROVAL_NOT_FRESH = "approval_not_fresh": "The person had not signed in at their directory afresh.";
        EXPIRED_ACCESS = "expired_access": "The person's access has ended.";
        RATE_LIMITED = "rate_limited": "Too many attempts from this address.";
        SAML_FORM = "saml_form": "The form that should bring a directory's answer does not.";
        SAML_REQUEST_EXPIRED = "saml_request_expired": "The sign-in at the directory took too long.";
        SAML_OTHER_BROWSER = "saml_other_browser": "Another browser began the sign-in, or cookies are off.";
        SAML_REPLAY = "saml_replay": "The directory's answer was taken before.";
        SAML_NOT_AFRESH = "saml_not_afresh": "The directory was asked to have the person prove themselves afresh, and did not.";
        SAML_UNSOLICITED = "saml_unsolicited": "The directory was asked, and answered without saying what it answers.";
        INSECURE_CIPHER = "insecure_cipher": "The client offers no cipher that is safe enough.";
    }
}
