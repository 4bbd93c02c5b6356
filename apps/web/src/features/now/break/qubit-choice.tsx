import { memoryLattice } from "@homeostat/core/quantum";
import type { Component } from "@homeostat/core/system";
import { useMemo } from "react";
import { useFormat, useText } from "../../../i18n/index.ts";
import { Select } from "../../../ui/index.ts";
import { breakText } from "./text.ts";

interface QubitChoiceProps {
  readonly quantum: NonNullable<Component["quantum"]>;
  /** "" for all qubits. */
  readonly value: string;
  readonly onChange: (qubit: string) => void;
}

/** Which qubit of a processor an error befalls. */
export function QubitChoice({ quantum, value, onChange }: QubitChoiceProps) {
  const text = useText(breakText);
  const format = useFormat();
  const options = useMemo(() => {
    const { data, stabilizers } = memoryLattice(quantum.code, quantum.distance);
    return [
      { value: "", label: text.allQubits },
      ...data.map(({ qubit }) => ({ value: String(qubit), label: text.dataQubit(format.integer(qubit)) })),
      ...stabilizers.map(({ ancilla }) => ({ value: String(ancilla), label: text.ancilla(format.integer(ancilla)) })),
    ];
  }, [quantum.code, quantum.distance, text, format]);
  return <Select showsLabel label={text.qubit} value={value} options={options} onChange={onChange} />;
}
