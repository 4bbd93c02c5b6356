import { defineText, plural } from "../../i18n/index.ts";

/** Sentences about actions and evidence, as every page says them. Names of components stay as they are. */
export const wordsText = defineText({
  en: {
    action: {
      restart: (name: string) => `Restart ${name}`,
      "scale-out": (name: string, amount: number) => `Add ${plural(amount, "replica")} to ${name}`,
      "scale-in": (name: string, amount: number) => `Take ${plural(amount, "replica")} from ${name}`,
      "borrow-replicas": (name: string, amount: number, to: string) =>
        `Lend ${plural(amount, "replica")} of ${to} to ${name}`,
      "give-back-replicas": (name: string, amount: number, to: string) =>
        `Give ${plural(amount, "replica")} of ${name} back to ${to}`,
      "clear-cache": (name: string) => `Clear the cache of ${name}`,
      "optimize-queries": (name: string) => `Optimize the queries of ${name}`,
      "fail-over": (name: string) => `Fail ${name} over to its standby`,
      isolate: (name: string) => `Isolate ${name}`,
      rejoin: (name: string) => `Let ${name} rejoin`,
      "shed-load": (name: string, amount: number) => `Shed ${Math.round(amount * 100)}% of the load of ${name}`,
      "restore-load": (name: string) => `Restore the load of ${name}`,
      "open-breaker": (name: string, _amount: number, to: string) => `Open the breaker from ${name} to ${to}`,
      "close-breaker": (name: string) => `Close the breaker of ${name}`,
      reroute: (name: string, _amount: number, to: string) => `Reroute ${name} to ${to}`,
      "restore-route": (name: string) => `Restore the route of ${name}`,
      "roll-back": (name: string) => `Roll ${name} back to its last version`,
      "move-work": (name: string, amount: number, to: string) =>
        `Move ${Math.round(amount * 100)}% of the work of ${name}${to === "" ? "" : ` to ${to}`}`,
      "restore-prior": (name: string) => `Restore the decoder prior of ${name}`,
      "update-prior": (name: string) => `Update the decoder prior of ${name}`,
    },
    evidence: {
      limit: (metric: string, name: string, value: string, limit: string, held: string) =>
        `${metric} of ${name} is ${value}, beyond ${limit}, for ${held}`,
      ancilla: (name: string, qubit: string, seen: string, expected: string, rounds: string) =>
        `ancilla ${qubit} of ${name}: an event in ${seen} of the last ${rounds} rounds, ${expected} expected`,
      drift: (name: string, who: string, shots: string, before: string, after: string, of: string) =>
        `the decoder of ${name} no longer fits its qubits, by ${shots} shots${who}; a new estimate would bring ${before} logical errors in ${of} shots to ${after}`,
      suspect: (role: "ancilla" | "data", qubit: string, before: string, now: string) =>
        `${role === "ancilla" ? "readout of ancilla" : "data qubit"} ${qubit} from ${before} to ${now}`,
      everywhere: ", all over the processor",
      review: (name: string, shots: string, mistakes: string, before: string) =>
        `${shots} shots of ${name} since: ${mistakes} logical errors with the new prior, ${before} with the old one`,
      silence: (name: string, since: string) => `nothing heard of ${name} since ${since}`,
      replicas: (name: string, up: string, of: string) => `${up} of ${of} replicas of ${name} answer`,
      anomaly: (name: string, level: string, moved: string) => `${name} is unlike itself (level ${level}): ${moved}`,
      moved: (metric: string, value: string, expected: string) => `${metric} ${value}, usually ${expected}`,
      forecast: (metric: string, name: string, limit: string, at: string) =>
        `${metric} of ${name} is forecast to reach ${limit} at ${at}`,
      cause: (name: string, cause: string, score: string) => `${name} suffers from ${cause} (score ${score})`,
      memory: (name: string, similarity: string) => `${name} looks like a known incident (${similarity} alike)`,
      trust: (name: string, problem: string) => `a frame of ${name} cannot be trusted: ${problem}`,
    },
    refusal: {
      malformed: "The server did not understand this.",
      "not-allowed": "You may not do this.",
      "unknown-proposal": "This proposal is not known any more.",
      "unknown-fault": "This fault has ended already.",
      "unknown-finding": "This finding is closed already.",
      "unknown-component": "This component is not known.",
      "unknown-job": "This job has ended already, or was never known.",
      "unknown-window": "This maintenance window has ended already.",
      "not-supported": "This system cannot do that.",
      "already-decided": "Somebody else was first: this is decided already.",
      expired: "Its time had run out; nothing was done.",
      "evidence-changed": "The evidence has changed; look at the new proposal.",
      "confirmation-needed": "Type the component's name to confirm.",
      "second-person-needed": "A second person has to approve this.",
      guard: "A guard holds this back.",
      "too-many": "Too many commands at once; wait a moment.",
      "not-undoable": "This cannot be undone.",
      failed: "This did not work.",
    },
  },
  "zh-CN": {
    action: {
      restart: (name) => `重启 ${name}`,
      "scale-out": (name, amount) => `为 ${name} 增加 ${amount} 个副本`,
      "scale-in": (name, amount) => `为 ${name} 减少 ${amount} 个副本`,
      "borrow-replicas": (name, amount, to) => `将 ${to} 的 ${amount} 个副本借给 ${name}`,
      "give-back-replicas": (name, amount, to) => `将 ${name} 的 ${amount} 个副本归还 ${to}`,
      "clear-cache": (name) => `清空 ${name} 的缓存`,
      "optimize-queries": (name) => `优化 ${name} 的查询`,
      "fail-over": (name) => `将 ${name} 切换到备用实例`,
      isolate: (name) => `隔离 ${name}`,
      rejoin: (name) => `让 ${name} 重新接入`,
      "shed-load": (name, amount) => `削减 ${name} ${Math.round(amount * 100)}% 的负载`,
      "restore-load": (name) => `恢复 ${name} 的负载`,
      "open-breaker": (name, _amount, to) => `打开 ${name} 到 ${to} 的断路器`,
      "close-breaker": (name) => `闭合 ${name} 的断路器`,
      reroute: (name, _amount, to) => `将 ${name} 改道至 ${to}`,
      "restore-route": (name) => `恢复 ${name} 的路由`,
      "roll-back": (name) => `将 ${name} 回滚到上一版本`,
      "move-work": (name, amount, to) =>
        `迁移 ${name} ${Math.round(amount * 100)}% 的工作${to === "" ? "" : `至 ${to}`}`,
      "restore-prior": (name) => `恢复 ${name} 的解码先验`,
      "update-prior": (name) => `更新 ${name} 的解码先验`,
    },
    evidence: {
      limit: (metric, name, value, limit, held) => `${name} 的${metric}为 ${value}，超过 ${limit}，已持续 ${held}`,
      ancilla: (name, qubit, seen, expected, rounds) =>
        `${name} 的辅助比特 ${qubit}：最近 ${rounds} 轮中 ${seen} 有事件，预期 ${expected}`,
      drift: (name, who, shots, before, after, of) =>
        `${shots} 次运行表明 ${name} 的解码器已与其量子比特不符${who}；新的估计可使 ${of} 次运行中的逻辑错误由 ${before} 个降至 ${after} 个`,
      suspect: (role, qubit, before, now) =>
        `${role === "ancilla" ? "辅助比特读出" : "数据比特"} ${qubit} 由 ${before} 变为 ${now}`,
      everywhere: "，遍及整个处理器",
      review: (name, shots, mistakes, before) =>
        `${name} 此后 ${shots} 次运行：新先验有 ${mistakes} 个逻辑错误，旧先验有 ${before} 个`,
      silence: (name, since) => `自 ${since} 起没有 ${name} 的消息`,
      replicas: (name, up, of) => `${name} 的 ${of} 个副本中有 ${up} 个响应`,
      anomaly: (name, level, moved) => `${name} 表现异常（程度 ${level}）：${moved}`,
      moved: (metric, value, expected) => `${metric} ${value}，通常为 ${expected}`,
      forecast: (metric, name, limit, at) => `预计 ${name} 的${metric}将于 ${at} 达到 ${limit}`,
      cause: (name, cause, score) => `${name} 受 ${cause} 影响（得分 ${score}）`,
      memory: (name, similarity) => `${name} 与已知事件相似（${similarity}）`,
      trust: (name, problem) => `${name} 的一帧数据不可信：${problem}`,
    },
    refusal: {
      malformed: "服务器无法理解该命令。",
      "not-allowed": "你没有权限执行此操作。",
      "unknown-proposal": "该提议已不存在。",
      "unknown-fault": "该故障已经结束。",
      "unknown-finding": "该发现已经关闭。",
      "unknown-component": "该组件不存在。",
      "unknown-job": "该任务已经结束，或从未存在。",
      "unknown-window": "该维护窗口已经结束。",
      "not-supported": "该系统不支持此操作。",
      "already-decided": "其他人已抢先作出决定。",
      expired: "已超时，未执行任何操作。",
      "evidence-changed": "证据已变化，请查看新的提议。",
      "confirmation-needed": "请输入组件名称以确认。",
      "second-person-needed": "需要第二个人批准。",
      guard: "被防护规则阻止。",
      "too-many": "命令过多，请稍候。",
      "not-undoable": "此操作无法撤销。",
      failed: "未能完成。",
    },
  },
});
