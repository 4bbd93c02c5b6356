import { useId } from "react";

interface SelectProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string) => void;
  /** Shows the label above it; else it is there for screen readers only. */
  readonly showsLabel?: boolean;
  readonly disabled?: boolean;
}

export function Select({ label, value, options, onChange, showsLabel = false, disabled }: SelectProps) {
  const id = useId();
  return (
    <div className={showsLabel ? "" : "inline-block"}>
      <label htmlFor={id} className={showsLabel ? "mb-0.5 block font-semibold" : "sr-only"}>
        {label}
      </label>
      <select
        id={id}
        value={value}
        disabled={disabled}
        title={showsLabel ? undefined : label}
        onChange={(event) => onChange(event.target.value)}
        className={`min-h-7 rounded border border-line bg-raised px-1.5 text-ink hover:border-line-strong ${showsLabel ? "w-full" : ""}`}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}
