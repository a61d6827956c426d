export const session = {
  title: "Sign in",
  to: (site: string) => `Sign in to ${site}`,
  with: (directory: string) => `Sign in with ${directory}`,
  or: "or with an account of this site",
  username: "User name",
  password: "Password",
  submit: "Sign in",
  ended: "Your session has ended. Sign in to go on where you were.",
  signedOut: "You are signed out.",
  waiting:
    "This site has no administrator yet. Open the set-up link that the server printed when it started.",
  failed: {
    disabled: "This account is switched off. Ask your administrator if that is a mistake.",
    group_required: "Your directory account isn't in a group that may use this site. Ask your administrator.",
    not_provisioned: "Your directory hasn't set you up for this site yet. Ask your administrator.",
    seat_cap: "This site has no seat left for a first sign-in. Your administrator has been told.",
    clash: "An account of this name exists that doesn't belong to your directory. Ask your administrator.",
  } as Record<string, string>,
  failedOtherwise: "The sign-in didn't work. Try it once more; if it fails again, ask your administrator.",
};

export const setup = {
  title: "Set up Keyfold",
  lead: "Make the first administrator. This link works once.",
  name: "Your name",
  email: "E-mail address",
  username: "User name",
  password: "Password",
  passwordHelp: "At least 12 characters. A few words in a row are easy to remember.",
  submit: "Make the administrator and sign in",
  usedTitle: "This link has been used",
  used: "The site has its administrator. Sign in, or ask for a new link on the server: keyfold init.",
};
