import { useFormat, useText } from "../../i18n/index.ts";
import { useSystem } from "../../live/index.ts";
import { ChartFrame, LinesChart } from "../../ui/charts/index.ts";
import { autopilotText } from "./text.ts";

const chartHeight = 220;

/** Whether what it calls 80 % heals in 80 of 100. */
export function Calibration() {
  const text = useText(autopilotText);
  const format = useFormat();
  const calibration = useSystem((s) => s.calibration);
  if (calibration.count === 0) return <p className="px-4 pb-3 text-ink-soft">{text.noCalibration}</p>;
  const rows = [
    { x: 0, ideal: 0, healed: null },
    ...calibration.bins
      .filter(({ count }) => count > 0)
      .map(({ count, confidence, healed }) => ({
        x: confidence / count,
        ideal: confidence / count,
        healed: healed / count,
      })),
    { x: 1, ideal: 1, healed: null },
  ];
  const brier = text.brier(
    format.number(calibration.squaredErrors / calibration.count),
    format.integer(calibration.count),
  );
  return (
    <div className="space-y-2 px-3 pb-3">
      <p className="text-ink-soft">{text.calibrationHelp}</p>
      <p className="font-semibold">{brier}</p>
      {calibration.rehearsed > 0 && (
        <p>{text.rehearsals(format.integer(calibration.rehearsedRight), format.integer(calibration.rehearsed))}</p>
      )}
      <ChartFrame label={`${text.calibration} ${brier}`} height={chartHeight}>
        <LinesChart
          rows={rows}
          series={[
            { key: "ideal", label: text.ideal, tone: "ink-soft", isDashed: true },
            { key: "healed", label: text.healedShare, tone: "accent", hasDots: true },
          ]}
          xLabel={text.stated}
          formatX={(value) => format.percent(value)}
          formatY={(value) => format.percent(value)}
        />
      </ChartFrame>
    </div>
  );
}
