import { useText } from "../../../i18n/index.ts";
import { quantumText } from "../text.ts";

/** What the shapes and colours of the lattice mean. */
export function Legend() {
  const { legend } = useText(quantumText).lattice;
  const items = [
    { mark: "■", tone: "text-healing", word: legend.x },
    { mark: "■", tone: "text-degraded", word: legend.z },
    { mark: "◆", tone: "text-failing", word: legend.event },
    { mark: "◇", tone: "text-failing", word: legend.earlier },
    { mark: "━", tone: "text-isolated", word: legend.match },
    { mark: "●", tone: "text-healthy", word: legend.correction },
    { mark: "□", tone: "text-fault", word: legend.injection },
    { mark: "○", tone: "text-accent", word: legend.logical },
  ];
  return (
    <ul
      aria-label={legend.label}
      className="flex flex-wrap gap-x-4 gap-y-1 border-t border-line bg-surface px-3 py-1.5 text-xs"
    >
      {items.map(({ mark, tone, word }) => (
        <li key={word} className="flex items-center gap-1">
          <span aria-hidden="true" className={`${tone} text-base leading-none font-bold`}>
            {mark}
          </span>
          {word}
        </li>
      ))}
    </ul>
  );
}
