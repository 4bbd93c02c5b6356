import { SaxesParser } from "saxes";
import { InputError } from "../kernel/index.ts";

export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** The text directly inside, white space at the ends taken off. */
  readonly text: string;
  /** Where its opening tag ends, 1-based. */
  readonly line: number;
}

interface OpenElement extends XmlElement {
  readonly children: XmlElement[];
  text: string;
}

/**
 * Reads an XML document that declares no types of its own: a document type, and so every entity but the five of XML, is
 * refused, and nothing is ever fetched.
 *
 * @throws {InputError} with the line
 */
export function readXml(text: string, file?: string): XmlElement {
  const parser = new SaxesParser<{ position: true; xmlns: false }>({ position: true, xmlns: false });
  const open: OpenElement[] = [];
  let root: XmlElement | undefined;
  const fail = (reason: string, line: number = parser.line): never => {
    throw new InputError(reason, { file, line });
  };
  parser.on("error", (error) => {
    const reason = error.message.replace(/^(undefined:)?\d+:\d+: /, "").replace(/\.$/, "");
    fail(`this is not well-formed XML: ${reason}; is the file complete?`);
  });
  parser.on("doctype", (content) =>
    fail(
      "the file declares a document type, which could define entities; take the <!DOCTYPE …> out",
      parser.line - content.split("\n").length + 1,
    ),
  );
  parser.on("opentag", ({ name, attributes }) => {
    const element: OpenElement = { name, attributes: { ...attributes }, children: [], text: "", line: parser.line };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on("closetag", () => {
    const element = open.pop();
    if (element === undefined) return;
    element.text = element.text.trim();
    if (open.length === 0) root = element;
  });
  parser.on("text", (chunk) => {
    const element = open.at(-1);
    if (element !== undefined) element.text += chunk;
  });
  parser.write(text).close();
  return root ?? fail("the file holds no XML element; give an Open-PSA document");
}

/**
 * The text of an XML file: UTF-16 by its byte order mark or by the zero bytes beside its first `<`, UTF-8 otherwise.
 * @throws {InputError} for bytes that are not text in that encoding
 */
export function decodeXml(bytes: Uint8Array, file?: string): string {
  const [a, b] = bytes;
  const encoding =
    (a === 0xff && b === 0xfe) || (a === 0x3c && b === 0)
      ? "utf-16le"
      : (a === 0xfe && b === 0xff) || (a === 0 && b === 0x3c)
        ? "utf-16be"
        : "utf-8";
  try {
    return new Decoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new InputError(`the file is not ${encoding.toUpperCase()} text; save it as UTF-8 or UTF-16`, {
      file,
      line: 1,
    });
  }
}

interface DecoderOfBytes {
  decode(bytes: Uint8Array): string;
}

/** Node's and the browser's own, which core's types leave out along with everything else of the two. */
const { TextDecoder: Decoder } = globalThis as unknown as {
  TextDecoder: new (encoding: string, options: { fatal: boolean }) => DecoderOfBytes;
};
