import { useNavigate, useSearch } from "@tanstack/react-router";

/** A field of the address that belongs to a page, such as `?incident=…`; undefined where it is absent. */
export function useAddressField(name: string): readonly [string | undefined, (value: string | undefined) => void] {
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false });
  const navigate = useNavigate();
  const value = search[name];
  const set = (next: string | undefined) => {
    void navigate({
      to: ".",
      search: (before: Record<string, unknown>) => ({ ...before, [name]: next }),
      replace: true,
    } as never);
  };
  return [typeof value === "string" ? value : undefined, set];
}
