import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

interface ButtonProps {
  readonly children?: ReactNode;
  /** Drawn alone, with `label` as its name, where there are no children. */
  readonly icon?: LucideIcon;
  /** The name for those who do not see the icon. */
  readonly label?: string;
  /** `primary` for the one thing to do here; `danger` for what stops or breaks; `alarm` the same, filled. */
  readonly tone?: "quiet" | "primary" | "danger" | "alarm";
  readonly type?: "button" | "submit";
  readonly disabled?: boolean | undefined;
  readonly pressed?: boolean;
  /** What it does, where its words are too short to say it. */
  readonly title?: string;
  readonly onClick?: () => void;
  readonly testId?: string;
}

const tones = {
  quiet:
    "border-line bg-raised text-ink hover:border-line-strong aria-pressed:border-accent aria-pressed:bg-accent-tint",
  primary: "border-accent bg-accent text-accent-ink hover:brightness-110",
  danger: "border-failing bg-raised text-failing hover:bg-failing-tint",
  alarm: "border-failing bg-failing text-ground hover:brightness-110",
};

export function Button({
  children,
  icon: Icon,
  label,
  tone = "quiet",
  type = "button",
  pressed,
  ...rest
}: ButtonProps) {
  return (
    <button
      type={type}
      title={rest.title ?? (children === undefined ? label : undefined)}
      aria-label={label}
      aria-pressed={pressed}
      disabled={rest.disabled}
      onClick={rest.onClick}
      data-testid={rest.testId}
      className={`inline-flex min-h-7 shrink-0 items-center justify-center gap-1.5 rounded border px-2 font-semibold whitespace-nowrap disabled:cursor-not-allowed disabled:opacity-55 ${tones[tone]}`}
    >
      {Icon !== undefined && <Icon className="size-4" strokeWidth={1.9} aria-hidden="true" />}
      {children}
    </button>
  );
}
