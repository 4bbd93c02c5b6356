import { IncidentMemory, memorableKinds } from "@homeostat/core/autonomy";
import type { ConsoleState } from "@homeostat/core/journal";
import type { MemoryAnswer } from "@homeostat/core/protocol";
import type { JournalStore } from "../store/index.ts";

/** What the immune system remembers, read from the journal as far as it has come; each entry is read once. */
export class MemoryReader {
  readonly #store: JournalStore;
  readonly #memory = new IncidentMemory();
  #seq = 0;
  #at = 0;

  constructor(store: JournalStore) {
    this.#store = store;
  }

  async read(state: ConsoleState): Promise<MemoryAnswer> {
    const entries = await this.#store.ofKinds(memorableKinds, this.#at);
    for (const entry of entries) {
      if (entry.seq <= this.#seq) continue;
      this.#memory.observe(entry);
      this.#seq = entry.seq;
      this.#at = entry.at;
    }
    const open = Object.values(state.incidents).filter(({ healedAt }) => healedAt === undefined);
    return {
      cells: [...this.#memory.cells].reverse(),
      matches: open.flatMap(({ id }) =>
        this.#memory.matches(id, state.at).map(({ cell, similarity }) => ({ incident: id, cell: cell.id, similarity })),
      ),
    };
  }
}
