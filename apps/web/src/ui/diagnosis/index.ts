export { DiagnosisFacts } from "./diagnosis-facts.tsx";
export { Ranking } from "./ranking.tsx";
