/** Lines in the place of what is on its way, of the height that it will have. */
export function Skeleton({ lines = 3, label }: { readonly lines?: number; readonly label: string }) {
  return (
    <div className="space-y-2 px-3 py-2" aria-busy="true">
      <span className="sr-only">{label}</span>
      {Array.from({ length: lines }, (_, i) => (
        // oxlint-disable-next-line react/no-array-index-key -- lines without identity
        <div key={i} className="h-5 animate-pulse rounded bg-sunken" />
      ))}
    </div>
  );
}
