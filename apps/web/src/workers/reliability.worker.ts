import { ReliabilityReporter, type ReliabilityRequest } from "./reliability-report.ts";

const reporter = new ReliabilityReporter();

onmessage = ({ data }: MessageEvent<ReliabilityRequest>) => {
  try {
    postMessage({ report: reporter.report(data) });
  } catch (error) {
    postMessage({ problem: (error as Error).message });
  }
};
