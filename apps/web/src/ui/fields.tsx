import { useEffect, useId, useRef } from "react";

interface TextFieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly isRequired?: boolean;
  readonly type?: "text" | "number" | "search" | "datetime-local";
  readonly min?: number;
  readonly max?: number;
  readonly step?: number | "any";
  readonly testId?: string;
  /** Takes the focus when it appears. */
  readonly hasFocus?: boolean;
}

/** One line of text or a number, with its label above and its hint below. */
export function TextField({
  label,
  hint,
  value,
  onChange,
  isRequired,
  type = "text",
  testId,
  hasFocus = false,
  ...bounds
}: TextFieldProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (hasFocus) input.current?.focus();
  }, [hasFocus]);
  return (
    <div>
      <label htmlFor={id} className="mb-0.5 block font-semibold">
        {label}
      </label>
      <input
        ref={input}
        id={id}
        type={type}
        value={value}
        required={isRequired}
        maxLength={500}
        {...bounds}
        data-testid={testId}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onChange={(event) => onChange(event.target.value)}
        className="min-h-8 w-full rounded border border-line-strong bg-raised px-2 text-ink"
      />
      {hint !== undefined && (
        <p id={`${id}-hint`} className="mt-0.5 text-xs text-ink-soft">
          {hint}
        </p>
      )}
    </div>
  );
}
