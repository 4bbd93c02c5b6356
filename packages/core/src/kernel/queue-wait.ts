/**
 * Mean wait before service in a queue with `servers` equal servers (M/M/c), in multiples of the mean service time:
 * Sakasegawa's closed form (1977), within a few per cent of Erlang's C formula from 30 % utilisation up.
 *
 * @param utilisation 0..1, below 1
 */
export function queueWait(servers: number, utilisation: number): number {
  if (utilisation <= 0) return 0;
  return utilisation ** (Math.sqrt(2 * (servers + 1)) - 1) / (servers * (1 - utilisation));
}
