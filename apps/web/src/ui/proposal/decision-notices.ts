import type { Proposal } from "@homeostat/core/journal";
import type { Command, CommandResult } from "@homeostat/core/protocol";
import { create } from "zustand";
import { newCommandId, sendCommand } from "../../live/index.ts";

/** What came of this person's last try to decide a proposal, by its id: told wherever the proposal is shown afterwards. */
interface NoticeStore {
  readonly refused: Readonly<Record<string, CommandResult>>;
  readonly sending: ReadonlySet<string>;
}

export const useDecisionNotices = create<NoticeStore>(() => ({ refused: {}, sending: new Set() }));

/** Sends a decision and keeps what the server says of it. Resolves to whether it counted. */
async function decide(proposal: Proposal, command: Command): Promise<boolean> {
  const { id } = proposal;
  useDecisionNotices.setState(({ sending }) => ({ sending: new Set([...sending, id]) }));
  const result = await sendCommand(command);
  useDecisionNotices.setState(({ sending, refused }) => {
    const { [id]: _, ...others } = refused;
    return {
      sending: new Set([...sending].filter((one) => one !== id)),
      refused: result.ok ? others : { ...others, [id]: result },
    };
  });
  return result.ok;
}

export function approve(proposal: Proposal, confirmation?: string): Promise<boolean> {
  const { id, planHash, stateVersion } = proposal;
  const typed = confirmation === undefined ? {} : { confirmation };
  return decide(proposal, { kind: "approve", id: newCommandId(), proposal: id, planHash, stateVersion, ...typed });
}

export function veto(proposal: Proposal, reason: string): Promise<boolean> {
  const { id, planHash, stateVersion } = proposal;
  return decide(proposal, { kind: "veto", id: newCommandId(), proposal: id, planHash, stateVersion, reason });
}

export function extend(proposal: Proposal): Promise<boolean> {
  return decide(proposal, { kind: "extend", id: newCommandId(), proposal: proposal.id });
}

export function undo(proposal: Proposal): Promise<boolean> {
  return decide(proposal, { kind: "undo", id: newCommandId(), proposal: proposal.id });
}

export function takeOver(proposal: Proposal, reason: string): Promise<boolean> {
  return decide(proposal, { kind: "takeOver", id: newCommandId(), proposal: proposal.id, reason });
}
