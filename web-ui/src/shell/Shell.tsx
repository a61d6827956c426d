import { useQuery } from "@tanstack/react-query";
import { Outlet, useRouter } from "@tanstack/react-router";
import { Menu } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Dialog, Modal, ModalOverlay } from "react-aria-components";

import { TransferTray } from "../files/transfers/TransferTray";
import type { Me } from "../api/types";
import { m } from "../messages";
import { useEvents } from "../session/useEvents";
import { meQuery } from "../session/useMe";
import { IconButton } from "../ui/Button";
import { Problem } from "../ui/Notice";
import { Navigation } from "./Navigation";

/** The frame of all pages behind the sign-in; without a session it leads there, and back afterwards. */
export function Shell() {
  const me = useQuery(meQuery);
  useSignIn(me.data);
  if (me.error && !me.data) {
    return (
      <main className="p-6">
        <Problem error={me.error} />
      </main>
    );
  }
  if (!me.data) return <div aria-busy className="h-full bg-paper" />;
  return <Frame problem={me.error} />;
}

/** Leads to the sign-in where nobody is signed in, and says so where somebody was until now. */
function useSignIn(me: Me | null | undefined) {
  const router = useRouter();
  const wasSignedIn = useRef(false);
  const state = me === undefined ? "unknown" : me === null ? "out" : "in";
  useEffect(() => {
    if (state === "in") wasSignedIn.current = true;
    if (state !== "out") return;
    const cause = wasSignedIn.current ? { cause: "ended" } : {};
    const search = { return_to: router.state.location.href, ...cause };
    void router.navigate({ to: "/sign-in", search, replace: true });
  }, [state, router]);
}

function Frame({ problem }: { problem: Error | null }) {
  useEvents();
  const [menuOpen, setMenuOpen] = useState(false);
  return (
    <div className="flex h-full flex-col lg:grid lg:grid-cols-[15rem_1fr]">
      <a
        href="#content"
        className="absolute top-2 left-2 z-50 -translate-y-20 rounded-md bg-accent px-3 py-2 text-on-accent focus:translate-y-0"
      >
        {m.shell.skip}
      </a>
      <header className="flex h-13 shrink-0 items-center gap-2 px-3 lg:hidden">
        <IconButton label={m.shell.menu} onPress={() => setMenuOpen(true)}>
          <Menu aria-hidden className="size-5" />
        </IconButton>
        <img src="/keyfold.svg" alt="" className="size-6" />
        <span className="font-semibold tracking-tight">{m.shell.product}</span>
      </header>
      <div className="hidden min-h-0 lg:block">
        <Navigation />
      </div>
      <ModalOverlay
        isOpen={menuOpen}
        onOpenChange={setMenuOpen}
        isDismissable
        className="fixed inset-0 z-40 bg-black/45 lg:hidden"
      >
        <Modal className="h-full w-68 bg-paper shadow-float">
          <Dialog aria-label={m.shell.menu} className="h-full outline-none">
            <Navigation onChoose={() => setMenuOpen(false)} />
          </Dialog>
        </Modal>
      </ModalOverlay>
      <main id="content" tabIndex={-1} className="min-h-0 min-w-0 flex-1 overflow-y-auto outline-none">
        <Problem error={problem} className="m-3" />
        <Outlet />
      </main>
      <TransferTray />
    </div>
  );
}
