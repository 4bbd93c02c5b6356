import { useText } from "../../../i18n/index.ts";
import { InProgress } from "./in-progress.tsx";
import { JustHealed } from "./just-healed.tsx";
import { NeedsYou } from "./needs-you.tsx";
import { Opportunities } from "./opportunities.tsx";
import { activityText } from "./text.ts";
import { Panel } from "../../../ui/index.ts";
import { useActivity } from "./use-activity.ts";

/** What needs a person, above what is being done, above what is over. */
export function Activity() {
  const text = useText(activityText);
  const { waiting, opportunities, stuck, running, faults, ended, healed, quiet } = useActivity();
  return (
    <>
      <Panel
        title={text.needsYou}
        count={waiting.filter(({ status }) => status.kind === "waiting").length + stuck.length}
        testId="needs-you"
      >
        <NeedsYou waiting={waiting} stuck={stuck} />
      </Panel>
      <Panel title={text.inProgress} count={running.length + faults.length} testId="in-progress">
        <InProgress running={running} faults={faults} quiet={quiet} />
      </Panel>
      {opportunities.length > 0 && (
        <Panel title={text.opportunities} count={opportunities.length} testId="opportunities">
          <Opportunities opportunities={opportunities} isFirst={waiting.length === 0} />
        </Panel>
      )}
      <Panel title={text.justHealed} testId="just-healed">
        <JustHealed ended={ended} healed={healed} />
      </Panel>
    </>
  );
}
