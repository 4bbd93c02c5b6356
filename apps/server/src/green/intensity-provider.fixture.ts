import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** A small HTTP server that stands for a provider of carbon intensity; `answer` may be changed while it runs. */
export class TestProvider implements AsyncDisposable {
  answer: Handler;
  readonly asked: { readonly path: string; readonly headers: IncomingMessage["headers"] }[] = [];
  readonly #server = createServer((request, response) => {
    this.asked.push({ path: request.url ?? "", headers: request.headers });
    this.answer(request, response);
  });

  private constructor(answer: Handler) {
    this.answer = answer;
  }

  static async start(answer: Handler): Promise<TestProvider> {
    const provider = new TestProvider(answer);
    await new Promise<void>((resolve) => provider.#server.listen(0, "127.0.0.1", resolve));
    return provider;
  }

  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  url(path: string): string {
    return `http://${this.host}${path}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** Sends one JSON answer. */
export function sendJson(response: ServerResponse, content: unknown, status = 200): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(content));
}
