import { Link } from "@tanstack/react-router";
import { useText } from "../i18n/index.ts";
import { EmptyState } from "../ui/index.ts";
import { appText } from "./text.ts";

export function NotFound() {
  const text = useText(appText).notFound;
  return (
    <EmptyState title={text.heading}>
      <Link to="/" className="text-accent underline">
        {text.toNow}
      </Link>
    </EmptyState>
  );
}
