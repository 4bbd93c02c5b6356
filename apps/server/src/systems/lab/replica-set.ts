import type { Component, Dependency } from "@homeostat/core/system";
import { Child } from "./child.ts";
import { calm, type Conditions, type Routes, type ServiceSettings } from "./conditions.ts";

const memoryLimitBytes = 192 << 20;

/** The processes of one component. A place whose process has died stays empty until something fills it. */
export class ReplicaSet {
  readonly component: Component;
  readonly #dependencies: readonly Dependency[];
  readonly #onChange: () => void;
  readonly #places: (Child | undefined)[] = [];
  #conditions: Conditions = calm;
  #routes: Routes = {};

  /** @param onChange told when a process has come or gone, and routes are to be made anew */
  constructor(component: Component, dependencies: readonly Dependency[], onChange: () => void) {
    this.component = component;
    this.#dependencies = dependencies;
    this.#onChange = onChange;
  }

  /** Processes that are there, whether they answer or not. */
  get children(): readonly Child[] {
    return this.#places.filter((child) => child?.isAlive === true) as Child[];
  }

  /** How many there should be. */
  get size(): number {
    return this.#places.length;
  }

  get most(): number {
    return this.component.maxReplicas ?? 2 * this.component.replicas;
  }

  get memoryLimitBytes(): number {
    return memoryLimitBytes;
  }

  setConditions(conditions: Conditions): void {
    this.#conditions = conditions;
    for (const child of this.children) child.send({ kind: "conditions", conditions });
  }

  setRoutes(routes: Routes): void {
    this.#routes = routes;
    for (const child of this.children) child.send({ kind: "routes", routes });
  }

  clearCaches(): void {
    for (const child of this.children) child.send({ kind: "clear-cache" });
  }

  /** Adds places with a process in each. */
  async grow(count: number): Promise<void> {
    const first = this.#places.length;
    const places = Array.from({ length: count }, (_, i) => first + i);
    for (const place of places) this.#places[place] = undefined;
    await Promise.all(places.map((place) => this.#fill(place)));
  }

  /** Takes the last places away, empty ones first. */
  async shrink(count: number): Promise<void> {
    for (let i = 0; i < count; i++) {
      const empty = this.#places.findLastIndex((child) => child?.isAlive !== true);
      const [gone] = this.#places.splice(empty >= 0 ? empty : this.#places.length - 1, 1);
      this.#onChange();
      await gone?.end();
    }
  }

  /** Fills the places whose process has died. */
  async refill(): Promise<void> {
    const empty = [...this.#places.keys()].filter((place) => this.#places[place]?.isAlive !== true);
    await Promise.all(empty.map((place) => this.#fill(place)));
  }

  /**
   * Puts a fresh process into every place: into the empty ones and those that are stopped at once, then one after
   * another, so that as many as can keep on serving.
   */
  async renew(): Promise<void> {
    const isServing = (place: number) => {
      const child = this.#places[place];
      return child?.isAlive === true && !child.isStopped;
    };
    const places = [...this.#places.keys()];
    const serving = places.filter(isServing);
    await Promise.all(places.filter((place) => !isServing(place)).map((place) => this.#replace(place)));
    for (const place of serving) await this.#replace(place);
  }

  /** The first process makes way: the others serve alone until a fresh one stands by. */
  async replaceFirst(): Promise<void> {
    await this.#replace(0);
  }

  async close(): Promise<void> {
    await Promise.all(this.children.map((child) => child.kill()));
  }

  async #replace(place: number): Promise<void> {
    const old = this.#places[place];
    this.#places[place] = undefined;
    this.#onChange();
    await old?.end();
    await this.#fill(place);
  }

  async #fill(place: number): Promise<void> {
    const { id, serviceTimeMs, concurrency, kind, hitRate } = this.component;
    const settings: ServiceSettings = {
      component: id,
      serviceTimeMs,
      concurrency,
      hitRate: kind === "cache" ? (hitRate ?? 0.9) : undefined,
      dependencies: this.#dependencies,
      memoryLimitBytes,
    };
    const child = await Child.start("service.ts", settings, this.#onChange);
    if (place >= this.#places.length) {
      await child.kill();
      return;
    }
    this.#places[place] = child;
    child.send({ kind: "conditions", conditions: this.#conditions });
    child.send({ kind: "routes", routes: this.#routes });
    this.#onChange();
  }
}
