/** Why a decision did not count. */
export function Refusal({ words }: { readonly words: string }) {
  return (
    <p role="alert" data-testid="refusal" className="border-l-2 border-failing pl-2 text-failing">
      {words}
    </p>
  );
}
