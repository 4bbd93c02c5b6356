import { Component, type ReactNode, useId } from "react";

interface PanelProps {
  readonly title: string;
  readonly count?: number;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  readonly testId?: string;
}

/** A titled part of a page. What breaks in it stays in it. */
export function Panel({ title, count, actions, children, testId }: PanelProps) {
  const heading = useId();
  return (
    <section aria-labelledby={heading} data-testid={testId} className="border-b border-line last:border-b-0">
      <div className="flex min-h-9 items-center gap-2 px-3 pt-2">
        <h2 id={heading} className="eyebrow">
          {title}
        </h2>
        {count !== undefined && count > 0 && (
          <span className="rounded-full bg-sunken px-1.5 text-2xs font-semibold text-ink">{count}</span>
        )}
        <div className="ml-auto flex gap-1">{actions}</div>
      </div>
      <ErrorFence>{children}</ErrorFence>
    </section>
  );
}

class ErrorFence extends Component<{ readonly children: ReactNode }, { readonly error: Error | undefined }> {
  override state: { readonly error: Error | undefined } = { error: undefined };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    return (
      <p role="alert" className="px-3 py-2 font-mono text-xs text-failing">
        {error.message}
      </p>
    );
  }
}
