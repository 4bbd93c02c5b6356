export { Button } from "./button.tsx";
export { ComponentLink } from "./component-link.tsx";
export { Countdown } from "./countdown.tsx";
export { csv } from "./csv.ts";
export { DiagnosisFacts, Ranking } from "./diagnosis/index.ts";
export { Dialog } from "./dialog.tsx";
export { EmptyState } from "./empty-state.tsx";
export { ActiveFault, faultsText, type Receipt, receiptsOf } from "./faults/index.ts";
export { TextField } from "./fields.tsx";
export { announce, type Intent, useIntent } from "./intent.ts";
export { HealthGlyph, healthTint, healthTone } from "./health-glyph.tsx";
export { KindIcon } from "./kind-icon.tsx";
export { MomentLink } from "./moment-link.tsx";
export { Panel } from "./panel.tsx";
export { saveFile } from "./save-file.ts";
export { Select } from "./select.tsx";
export { Skeleton } from "./skeleton.tsx";
export { Sparkline } from "./sparkline.tsx";
export { StatusMark } from "./status-mark.tsx";
export {
  DecidedBy,
  MeasuredSaving,
  ProgressCard,
  FailedUndo,
  ProposalCard,
  ProposalFacts,
  proposalText,
  UndoOffer,
  useDecisionNotices,
  WhyNot,
} from "./proposal/index.ts";
export { useAddressField } from "./use-address-field.ts";
export { useWords, type Words } from "./words/use-words.ts";
