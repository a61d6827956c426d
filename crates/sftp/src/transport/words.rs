//! What people read in their SSH client while they sign in.

use keyfold_identity::ApprovalEnd;

/// Asks for the password.
pub(super) const PASSWORD: &str = "Password: ";
/// Asks for the password, or nothing.
pub(super) const PASSWORD_OR_BROWSER: &str = "Password (or press Enter to sign in with your browser): ";
/// Asks for the code of a second factor.
pub(super) const CODE: &str = "Verification code: ";
/// Says that another password is wanted.
pub(super) const PASSWORD_OVER: &str = "Your password has to be changed before you can go on.\r\n";
/// Asks for it.
pub(super) const NEW_PASSWORD: &str = "New password: ";
/// Asks for it once more.
pub(super) const NEW_PASSWORD_AGAIN: &str = "New password again: ";
/// Says that two were typed.
pub(super) const NEW_PASSWORDS_DIFFER: &str = "The two new passwords differ. Nothing was changed.\r\n";
/// Asks for nothing, in clients that show nothing unless something is asked.
pub(super) const CONTINUE: &str = "Press Enter when you have approved it in the browser: ";

/// What to do in the browser. The link holds no secret: the code is typed, so that nobody can be led to approve by a click.
pub(super) fn approval(page: &str, code: &str) -> String {
    format!(
        "\r\nTo sign in, open this page in your browser:\r\n\r\n    {page}\r\n\r\nand type this code there:\r\n\r\n    {code}\r\n\r\n\
         It is good for five minutes. Never type a code that somebody sent you.\r\n"
    )
}

/// Why nobody was let in.
pub(super) fn not_approved(end: ApprovalEnd) -> String {
    sentence(&end.to_string())
}

/// Why a new password is not taken.
pub(super) fn new_password_refused(why: &str) -> String {
    format!("{}Your password is still the old one.\r\n", sentence(why))
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first: String = letters.next().map(char::to_uppercase).into_iter().flatten().collect();
    format!("{first}{}.\r\n", letters.as_str())
}
