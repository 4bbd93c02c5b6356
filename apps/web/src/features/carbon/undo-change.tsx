import { Undo2 } from "lucide-react";
import { useText } from "../../i18n/index.ts";
import { Button } from "../../ui/index.ts";
import { carbonText } from "./text.ts";
import type { ShownPlan } from "./use-plan.ts";

/** What was done to a job last, and its way back while there is one; the place stays. */
export function UndoChange({ plan: { undoable, undo } }: { readonly plan: ShownPlan }) {
  const text = useText(carbonText);
  return (
    <p role="status" className="flex min-h-8 shrink-0 items-center gap-2 text-sm" data-testid="undo-change">
      {undoable !== undefined && (
        <>
          {text.undoable[undoable.kind](undoable.job.name)}
          <Button icon={Undo2} onClick={undo}>
            {text.undo}
          </Button>
        </>
      )}
    </p>
  );
}
