import { canonicalJson } from "@homeostat/core/kernel";
import type { Policy } from "@homeostat/core/journal";
import { useState } from "react";
import { useText } from "../../i18n/index.ts";
import { newCommandId, sendCommand, useCanCommand, useSystem } from "../../live/index.ts";
import { Button, useWords } from "../../ui/index.ts";
import { ComponentLimits } from "./component-limits.tsx";
import { ModeMatrix } from "./mode-matrix.tsx";
import { PolicyDifference } from "./policy-difference.tsx";
import { PolicyLimits } from "./policy-limits.tsx";
import { autopilotText } from "./text.ts";

/** What may be done unattended; nothing changes until it is saved. */
export function PolicyEditor() {
  const text = useText(autopilotText);
  const words = useWords();
  const policy = useSystem((s) => s.policy);
  const canCommand = useCanCommand();
  /** The changes, and the policy that they were made to. */
  const [draft, setDraft] = useState<{ readonly policy: Policy; readonly from: Policy } | undefined>(undefined);
  const [note, setNote] = useState<{ readonly isProblem: boolean; readonly words: string } | undefined>(undefined);
  const shown = draft?.policy ?? policy;
  const isOutdated = draft !== undefined && !isSameApartFromWindows(draft.from, policy);

  const change = (next: Policy) => {
    setNote(undefined);
    setDraft({ policy: next, from: draft?.from ?? policy });
  };
  const save = async () => {
    const { maintenanceWindows } = policy;
    const result = await sendCommand({
      kind: "setPolicy",
      id: newCommandId(),
      policy: { ...shown, maintenanceWindows },
    });
    if (result.ok) setDraft(undefined);
    setNote({ isProblem: !result.ok, words: result.ok ? text.saved : words.refusal(result) });
  };
  return (
    <form
      className="space-y-4 px-3 pb-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (canCommand) void save();
      }}
    >
      <p className="text-ink-soft">{text.policyHelp}</p>
      <ModeMatrix policy={shown} onChange={change} />
      <PolicyLimits policy={shown} onChange={change} />
      <ComponentLimits policy={shown} onChange={change} />
      {draft !== undefined && <PolicyDifference policy={draft.policy} />}
      {isOutdated && <p className="text-degraded">{text.changedElsewhere}</p>}
      <div className="flex items-center gap-2">
        <Button
          type="submit"
          tone="primary"
          disabled={!canCommand || draft === undefined || isOutdated}
          testId="save-policy"
        >
          {text.save}
        </Button>
        <Button disabled={draft === undefined} onClick={() => setDraft(undefined)}>
          {text.reset}
        </Button>
        <span role="status" className={note?.isProblem ? "text-failing" : "text-healthy"}>
          {note?.words}
        </span>
        {!canCommand && <span className="text-failing">{text.off}</span>}
      </div>
    </form>
  );
}

/** Maintenance windows are opened and ended beside this editor, whoever edits meanwhile. */
function isSameApartFromWindows(a: Policy, b: Policy): boolean {
  return canonicalJson({ ...a, maintenanceWindows: [] }) === canonicalJson({ ...b, maintenanceWindows: [] });
}
