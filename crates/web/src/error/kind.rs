//! The types of errors, one table: name, title, status.

use http::StatusCode;

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $title:literal, $status:ident;)*) => {
        /// What went wrong. The names are those that Files.com publishes, where it has one.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Kind {
            $($(#[$doc])* $name,)*
        }

        impl Kind {
            /// The `type` of the answer.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }

            /// The `title` of the answer.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)* }
            }

            /// The status code of the answer.
            #[must_use]
            pub const fn status(self) -> StatusCode {
                match self { $(Self::$name => StatusCode::$status,)* }
            }
        }
    };
}

kinds! {
    /// A body that can't be read.
    InvalidBody = "bad-request/invalid-body", "Invalid Body", BAD_REQUEST;
    /// A path that can't be one.
    InvalidPath = "bad-request/invalid-path", "Invalid Path", BAD_REQUEST;
    /// A cursor that this server did not give out.
    InvalidCursor = "bad-request/invalid-cursor", "Invalid Cursor", BAD_REQUEST;
    /// A parameter that makes no sense.
    RequestParamsInvalid = "bad-request/request-params-invalid", "Request Params Invalid", BAD_REQUEST;
    /// A parameter that is missing.
    RequestParamsRequired = "bad-request/request-params-required", "Request Params Required", BAD_REQUEST;
    /// A field that lists can't be filtered by.
    InvalidFilterField = "bad-request/invalid-filter-field", "Invalid Filter Field", BAD_REQUEST;
    /// A field that lists can't be sorted by.
    InvalidSortField = "bad-request/invalid-sort-field", "Invalid Sort Field", BAD_REQUEST;
    /// A folder was asked for as a file.
    CannotDownloadDirectory = "bad-request/cannot-download-directory", "Cannot Download Directory", BAD_REQUEST;
    /// A file was asked for as a folder.
    FolderMustNotBeAFile = "bad-request/folder-must-not-be-a-file", "Folder Must Not Be A File", BAD_REQUEST;
    /// A part of an upload that does not fit.
    InvalidUploadOffset = "bad-request/invalid-upload-offset", "Invalid Upload Offset", BAD_REQUEST;
    /// The body is over its limit.
    BodyTooLarge = "bad-request/request-body-too-large", "Request Body Too Large", PAYLOAD_TOO_LARGE;
    /// The body is of a kind that this route does not read.
    UnsupportedMediaType = "bad-request/unsupported-media-type", "Unsupported Media Type", UNSUPPORTED_MEDIA_TYPE;
    /// The method is not for this route.
    MethodNotAllowed = "bad-request/method-not-allowed", "Method Not Allowed", METHOD_NOT_ALLOWED;
    /// No credential.
    AuthenticationRequired = "not-authenticated/authentication-required", "Authentication Required", UNAUTHORIZED;
    /// A credential that is none.
    InvalidCredentials = "not-authenticated/invalid-credentials", "Invalid Credentials", UNAUTHORIZED;
    /// A session that has ended, or never was.
    InvalidSession = "not-authenticated/invalid-session", "Invalid Session", UNAUTHORIZED;
    /// A user name and password that don't sign in.
    InvalidUsernameOrPassword =
        "not-authenticated/invalid-username-or-password", "Invalid Username Or Password", UNAUTHORIZED;
    /// Too many failures.
    LockedOut = "not-authenticated/locked-out", "Locked Out", UNAUTHORIZED;
    /// A second factor is wanted.
    TwoFactorAuthentication = "not-authenticated/two-factor-authentication-error",
        "Two Factor Authentication Error", UNAUTHORIZED;
    /// A second factor is wanted, and none is set up.
    TwoFactorAuthenticationSetup = "not-authenticated/two-factor-authentication-setup-required",
        "Two Factor Authentication Setup Required", UNAUTHORIZED;
    /// Another password is wanted.
    PasswordExpired = "not-authenticated/password-expired", "Password Expired", UNAUTHORIZED;
    /// A cookie-authenticated change without its CSRF token.
    CsrfTokenRequired = "not-authorized/csrf-token-required", "CSRF Token Required", FORBIDDEN;
    /// The API key's permission set is too small.
    InsufficientPermissionForParams =
        "not-authorized/insufficient-permission-for-params", "Insufficient Permission For Params", FORBIDDEN;
    /// Only for site admins.
    SiteAdminRequired = "not-authorized/site-admin-required", "Site Admin Required", FORBIDDEN;
    /// Only for folder admins.
    FolderAdminPermissionRequired =
        "not-authorized/folder-admin-permission-required", "Folder Admin Permission Required", FORBIDDEN;
    /// The right to read is missing.
    ReadPermissionRequired = "not-authorized/read-permission-required", "Read Permission Required", FORBIDDEN;
    /// The right to write is missing.
    WritePermissionRequired = "not-authorized/write-permission-required", "Write Permission Required", FORBIDDEN;
    /// The right to list is missing.
    ListPermissionRequired = "not-authorized/list-permission-required", "List Permission Required", FORBIDDEN;
    /// The right to delete is missing.
    DeletePermissionRequired = "not-authorized/delete-permission-required", "Delete Permission Required", FORBIDDEN;
    /// The right to see history is missing.
    HistoryPermissionRequired =
        "not-authorized/history-permission-required", "History Permission Required", FORBIDDEN;
    /// The right to share is missing.
    BundlePermissionRequired =
        "not-authorized/bundle-permission-required", "Bundle Permission Required", FORBIDDEN;
    /// The person has to sign in at their directory once more first.
    FreshSignInRequired = "not-authorized/fresh-sign-in-required", "Fresh Sign In Required", FORBIDDEN;
    /// A code with which no sign-in of the person waits.
    WrongApprovalCode = "not-authorized/wrong-approval-code", "Wrong Approval Code", FORBIDDEN;
    /// A sign-in that can't be let in, and waits no longer.
    ApprovalEnded = "not-authorized/approval-ended", "Approval Ended", FORBIDDEN;
    /// Refused for another reason, which the text names.
    Forbidden = "not-authorized/permission-denied", "Permission Denied", FORBIDDEN;
    /// Nothing there, or nothing one may know of.
    NotFound = "not-found", "Not Found", NOT_FOUND;
    /// The target is taken.
    DestinationExists = "processing-failure/destination-exists", "Destination Exists", CONFLICT;
    /// The folder has something in it.
    FolderNotEmpty = "processing-failure/folder-not-empty", "Folder Not Empty", UNPROCESSABLE_ENTITY;
    /// Another one has it locked.
    Locked = "processing-failure/resource-locked", "Resource Locked", LOCKED;
    /// A precondition does not hold.
    PreconditionFailed = "processing-failure/precondition-failed", "Precondition Failed", PRECONDITION_FAILED;
    /// A range that lies outside of the file.
    RangeNotSatisfiable =
        "bad-request/range-not-satisfiable", "Range Not Satisfiable", RANGE_NOT_SATISFIABLE;
    /// The quota or the disk is used up.
    StorageQuotaReached = "processing-failure/storage-quota-reached", "Storage Quota Reached", INSUFFICIENT_STORAGE;
    /// The same thing is there already.
    Conflict = "processing-failure/conflict", "Conflict", CONFLICT;
    /// A rule of the site refuses it; the text names the rule.
    InvalidModel = "processing-failure/model-save-error", "Model Save Error", UNPROCESSABLE_ENTITY;
    /// Too many requests.
    TooManyRequests = "rate-limited/too-many-requests", "Too Many Requests", TOO_MANY_REQUESTS;
    /// A part of the API that this server does not have.
    NotBuilt = "not-implemented/not-built", "Not Built", NOT_IMPLEMENTED;
    /// The machinery failed.
    Internal = "internal-server-error", "Internal Server Error", INTERNAL_SERVER_ERROR;
    /// The machinery can't be reached now.
    Unavailable = "service-unavailable", "Service Unavailable", SERVICE_UNAVAILABLE;
}
