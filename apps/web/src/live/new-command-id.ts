/** A new name for one click; sent again under the same name, a command is carried out once. */
export function newCommandId(): string {
  return crypto.randomUUID();
}
