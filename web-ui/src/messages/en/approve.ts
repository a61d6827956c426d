export const approve = {
  title: "Approve a sign-in",
  prove: {
    lead: "Somebody is signing in over SFTP under your name. If that is you, show your company directory once more who you are.",
    with: (directory: string) => `Continue with ${directory}`,
    go: "Prove that it is you",
    local: "Only people of a company directory sign in this way, and your account here is none of theirs.",
    none: "This site is not connected to a company directory, so there is nothing to approve.",
  },
  code: {
    lead: "Type the code that stands in your terminal or SFTP program.",
    label: "Code",
    help: "Eight letters and digits. Never type a code that somebody sent you.",
    submit: "Show me what it is",
  },
  asking: {
    title: "Is this you?",
    lead: "It gets in with everything that you may do.",
    username: "User name",
    ip: "From",
    client: "Program",
    started: "Began",
    expires: (left: string) => `Waits for another ${left}`,
    confirm: "Yes, let it in",
    refuse: "No, refuse it",
  },
  letIn: {
    title: "Approved",
    lead: "Your SFTP program goes on by itself. You can close this page.",
    files: "Go to your files",
  },
  refused: {
    title: "Refused",
    lead: "Nobody was let in. If you did not begin this sign-in, somebody knows your user name: tell your administrators.",
    again: "Type another code",
  },
};
