import {
  type KeyboardEvent,
  type PointerEvent,
  useEffect,
  useEffectEvent,
  useId,
  useMemo,
  useRef,
  useState,
} from "react";
import { useFormat, useText } from "../../../i18n/index.ts";
import { readColour, useTheme } from "../../../theme/index.ts";
import { Button } from "../../../ui/index.ts";
import { incomingLayers, inject, injectNext, noteDrawn, showLayer, useLab } from "../lab/lab-store.ts";
import { quantumText } from "../text.ts";
import { drawGlow, drawLattice, type LatticeColours } from "./draw-lattice.ts";
import {
  fitView,
  type LatticeQubit,
  type LatticeView,
  neighbour,
  qubitAt,
  qubitsOf,
  reveal,
  zoomAt,
} from "./lattice-view.ts";
import { BreakQubit } from "./break-qubit.tsx";
import { useSize } from "./use-size.ts";

const paulis = ["X", "Y", "Z"] as const;
const directions: Readonly<Record<string, readonly [number, number]>> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
};
/** What is left of a glow after a sixtieth of a second. */
const fading = 0.85;
/** Layers shown a second where a stream runs as fast as it can. */
const mostShownLayers = 1000;
/** How bright a stabilizer is on average. */
const brightness = 0.3;

/** The lattice as a person sees and touches it: panned, zoomed, pointed at, by mouse and by keyboard. */
export function LatticeCanvas() {
  const text = useText(quantumText);
  const format = useFormat();
  const theme = useTheme((s) => s.theme);
  const lattice = useLab((s) => s.lattice);
  const injections = useLab((s) => s.injections);
  const layer = useLab((s) => s.layer);
  const pace = useLab((s) => s.pace);
  const stream = useLab((s) => s.stream);
  const [frame, size] = useSize<HTMLDivElement>();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [view, setView] = useState<LatticeView | undefined>(undefined);
  const [focus, setFocus] = useState<LatticeQubit | undefined>(undefined);
  const drag = useRef<{ x: number; y: number; moved: boolean } | undefined>(undefined);
  const glow = useRef<Float32Array>(new Float32Array(0));
  const help = useId();
  const qubits = useMemo(() => (lattice === undefined ? [] : qubitsOf(lattice)), [lattice]);
  const colours = useRef<{ theme: string; of: LatticeColours } | undefined>(undefined);
  const shown = view ?? (lattice === undefined || size.width === 0 ? undefined : fitView(lattice, size));

  useEffect(() => {
    setView(undefined);
    setFocus(undefined);
    glow.current = new Float32Array(lattice?.stabilizers.length ?? 0);
  }, [lattice]);

  /** The events of a stream, which alone change with every frame, on a canvas of their own over the lattice. */
  const glowCanvas = useRef<HTMLCanvasElement>(null);
  /** How bright each stabilizer is drawn there. */
  const litNow = useRef(new Uint8Array(0));
  const paint = useEffectEvent((isAfresh: boolean) => {
    const context = canvas.current?.getContext("2d", { alpha: false });
    if (context === undefined || context === null || lattice === undefined || shown === undefined) return;
    const { decoded, figures, injections: put } = useLab.getState();
    if (size.width === 0 || size.height === 0) return;
    if (colours.current?.theme !== theme) colours.current = { theme, of: readColours() };
    const { of } = colours.current;
    const isStill = pace === null;
    const picture = {
      lattice,
      decoded: isStill ? decoded : undefined,
      injections: isStill ? put : [],
      layer,
      fractions: figures?.detectionFractions,
      focus,
    };
    const ratio = globalThis.devicePixelRatio;
    const light = glowCanvas.current?.getContext("2d");
    if (isAfresh && light !== undefined && light !== null) {
      light.setTransform(1, 0, 0, 1, 0, 0);
      light.clearRect(0, 0, light.canvas.width, light.canvas.height);
      litNow.current = new Uint8Array(glow.current.length);
    }
    if (isAfresh) {
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      drawLattice(context, size, shown, picture, of);
    }
    if (isStill || light === undefined || light === null) return;
    light.setTransform(ratio, 0, 0, ratio, 0, 0);
    drawGlow(light, size, shown, picture, of, glow.current, litNow.current);
  });

  // Whatever changed, it is drawn.
  useEffect(() => {
    paint(true);
  });
  useEffect(
    () =>
      // A matching is drawn as soon as it is known; the page's words may follow a moment later.
      useLab.subscribe((now, before) => {
        const isDecoded = now.decoded !== before.decoded;
        if (!isDecoded && now.figures === before.figures) return;
        if (now.pace === null || !isDecoded) paint(true);
        if (isDecoded && now.decoded !== undefined) noteDrawn();
      }),
    [],
  );

  useEffect(() => {
    if (pace === null) return;
    let request = 0;
    let owed = 0;
    let before = performance.now();
    const step = (now: number) => {
      const lit = glow.current;
      for (let i = 0; i < lit.length; i++) lit[i]! *= fading;
      const layersASecond = pace === "all" ? mostShownLayers : pace;
      owed += ((now - before) / 1000) * layersASecond;
      before = now;
      // So much light an event that the average is the same at any pace, and hot ones stand out.
      const fraction = Math.max(0.001, useLab.getState().figures?.detectionFraction ?? 0.05);
      const light = Math.min(1, (brightness * (1 - fading) * 60) / (layersASecond * fraction));
      for (; owed >= 1; owed--)
        for (const s of incomingLayers.shift() ?? []) lit[s] = Math.min(1, (lit[s] ?? 0) + light);
      paint(false);
      request = requestAnimationFrame(step);
    };
    request = requestAnimationFrame(step);
    return () => cancelAnimationFrame(request);
  }, [pace]);

  const zoom = (factor: number, x = size.width / 2, y = size.height / 2) => {
    if (shown !== undefined) setView(zoomAt(shown, factor, x, y));
  };
  const wheel = useEffectEvent((event: WheelEvent) => {
    event.preventDefault();
    zoom(Math.exp(-event.deltaY / 400), event.offsetX, event.offsetY);
  });
  useEffect(() => {
    const element = canvas.current;
    const turn = (event: WheelEvent) => wheel(event);
    element?.addEventListener("wheel", turn, { passive: false });
    return () => element?.removeEventListener("wheel", turn);
  }, []);

  const onPointerMove = (event: PointerEvent) => {
    const start = drag.current;
    if (start === undefined || shown === undefined) return;
    const [dx, dy] = [event.clientX - start.x, event.clientY - start.y];
    if (!start.moved && Math.hypot(dx, dy) < 4) return;
    drag.current = { x: event.clientX, y: event.clientY, moved: true };
    setView({ ...shown, left: shown.left + dx, top: shown.top + dy });
  };
  const onPointerUp = (event: PointerEvent) => {
    const start = drag.current;
    drag.current = undefined;
    if (start === undefined || start.moved || shown === undefined) return;
    const { left, top } = event.currentTarget.getBoundingClientRect();
    const meant = qubitAt(qubits, shown, event.clientX - left, event.clientY - top);
    setFocus(meant);
    if (meant !== undefined && event.button === 0) injectNext(meant.qubit);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (shown === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const direction = directions[event.key];
    const pauli = paulis.find((p) => p === event.key.toUpperCase());
    if (direction !== undefined && event.shiftKey) {
      setView({ ...shown, left: shown.left - 60 * direction[0], top: shown.top - 60 * direction[1] });
    } else if (direction !== undefined) {
      const next = focus === undefined ? qubits[0] : neighbour(qubits, focus, ...direction);
      if (next !== undefined) {
        setFocus(next);
        setView(reveal(shown, next, size));
      }
    } else if (pauli !== undefined && focus !== undefined) inject(focus.qubit, pauli);
    else if (event.key === "Delete" && focus !== undefined) inject(focus.qubit, null);
    else if (event.key === ",") showLayer(layer - 1);
    else if (event.key === ".") showLayer(layer + 1);
    else if (event.key === "+" || event.key === "=") zoom(1.25);
    else if (event.key === "-") zoom(0.8);
    else if (event.key === "0") setView(undefined);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const name = (one: LatticeQubit) => {
    const what = one.isData
      ? text.lattice.data(format.integer(one.qubit))
      : text.lattice.ancilla(format.integer(one.qubit), one.basis ?? "");
    const mine = injections.find(({ qubit, round }) => qubit === one.qubit && round <= layer);
    return mine === undefined ? what : format.list([what, text.lattice.injected(mine.pauli)]);
  };
  return (
    <div ref={frame} className="relative min-h-72 min-w-0 flex-1 overflow-hidden bg-ground">
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- one widget with keys of its own */}
      <div
        role="application"
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- one widget with keys of its own
        tabIndex={0}
        aria-label={text.lattice.label}
        aria-describedby={help}
        data-testid="lattice"
        data-scale={shown?.scale.toFixed(1)}
        onKeyDown={onKeyDown}
        className="absolute inset-0"
      >
        <canvas
          ref={glowCanvas}
          width={size.width * globalThis.devicePixelRatio}
          height={size.height * globalThis.devicePixelRatio}
          className="pointer-events-none absolute inset-0"
          style={{ width: size.width, height: size.height }}
        />
        <canvas
          ref={canvas}
          width={size.width * globalThis.devicePixelRatio}
          height={size.height * globalThis.devicePixelRatio}
          style={{ width: size.width, height: size.height, touchAction: "none" }}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            drag.current = { x: event.clientX, y: event.clientY, moved: false };
          }}
          onPointerMove={onPointerMove}
          onPointerUp={onPointerUp}
          onPointerCancel={() => {
            drag.current = undefined;
          }}
        />
      </div>
      <p id={help} className="sr-only">
        {text.lattice.help}
      </p>
      <p className="sr-only" aria-live="polite" data-testid="lattice-focus">
        {focus === undefined ? "" : name(focus)}
      </p>
      <div className="absolute top-2 right-2 flex gap-1">
        <Button label={text.lattice.zoomOut} onClick={() => zoom(0.8)}>
          −
        </Button>
        <Button label={text.lattice.zoomIn} onClick={() => zoom(1.25)}>
          +
        </Button>
        <Button onClick={() => setView(undefined)}>{text.lattice.fit}</Button>
      </div>
      {focus !== undefined && (
        <div
          role="group"
          aria-label={text.lattice.inject(format.integer(focus.qubit))}
          className="absolute bottom-2 left-2 flex items-center gap-1 rounded border border-line bg-surface px-2 py-1"
        >
          <span className="mr-1">{name(focus)}</span>
          {stream?.component !== null && stream?.component !== undefined && (
            <BreakQubit component={stream.component} qubit={focus} />
          )}
          {stream === null &&
            paulis.map((pauli) => (
              <Button
                key={pauli}
                testId={`inject-${pauli}`}
                pressed={injections.some(
                  (one) => one.qubit === focus.qubit && one.pauli === pauli && one.round === layer,
                )}
                onClick={() => inject(focus.qubit, pauli)}
              >
                {pauli}
              </Button>
            ))}
        </div>
      )}
    </div>
  );
}

function readColours(): LatticeColours {
  return {
    ground: readColour("ground"),
    ink: readColour("ink"),
    soft: readColour("ink-soft"),
    line: readColour("line"),
    x: readColour("healing"),
    z: readColour("degraded"),
    event: readColour("failing"),
    match: readColour("isolated"),
    correction: readColour("healthy"),
    injection: readColour("fault"),
    accent: readColour("accent"),
    fontFamily: getComputedStyle(document.body).fontFamily,
  };
}
