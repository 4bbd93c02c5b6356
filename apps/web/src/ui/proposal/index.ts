export { useDecisionNotices } from "./decision-notices.ts";
export { FailedUndo } from "./failed-undo.tsx";
export { DecidedBy, ProgressCard, UndoOffer } from "./progress-card.tsx";
export { ProposalCard } from "./proposal-card.tsx";
export { ProposalFacts } from "./proposal-facts.tsx";
export { MeasuredSaving } from "./saving.tsx";
export { proposalText } from "./text.ts";
export { WhyNot } from "./why-not.tsx";
