import type { ErrorComponentProps } from "@tanstack/react-router";
import { useText } from "../i18n/index.ts";
import { Button, EmptyState } from "../ui/index.ts";
import { appText } from "./text.ts";

/** An error stays in its page; the frame around it goes on. */
export function PageError({ error, reset }: ErrorComponentProps) {
  const text = useText(appText).pageError;
  return (
    <div role="alert">
      <EmptyState title={text.heading}>
        <p className="mb-3 font-mono text-xs">{error instanceof Error ? error.message : String(error)}</p>
        <Button onClick={reset}>{text.retry}</Button>
      </EmptyState>
    </div>
  );
}
