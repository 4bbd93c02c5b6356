import type { ComponentKind } from "@homeostat/core/system";
import { Archive, Atom, Box, Database, Globe, Layers, type LucideIcon, Network, Zap } from "lucide-react";

const icons: Record<ComponentKind, LucideIcon> = {
  service: Box,
  database: Database,
  cache: Zap,
  queue: Layers,
  storage: Archive,
  gateway: Network,
  "quantum-processor": Atom,
  external: Globe,
};

/** What a component is, as a small drawing beside its name. */
export function KindIcon({
  kind,
  className = "size-3.5",
}: {
  readonly kind: ComponentKind;
  readonly className?: string;
}) {
  const Icon = icons[kind];
  return <Icon className={`shrink-0 ${className}`} strokeWidth={1.75} aria-hidden="true" />;
}
