import { defineText } from "../../i18n/index.ts";

export const savingText = defineText({
  en: {
    givenBack: "It is taken back by itself as soon as service needs the power.",
    power: "power",
    use: "in use, at its high",
    response: "response then",
    measured: (measured: string, predicted: string) => `Saved ${measured}, measured; ${predicted} predicted.`,
    from: (without: string, after: string) => `${without} without it at this load, ${after} with it.`,
  },
  "zh-CN": {
    givenBack: "一旦服务需要这些功率，会自动撤销。",
    power: "功率",
    use: "高峰占用",
    response: "届时响应",
    measured: (measured, predicted) => `实测节省 ${measured}；预测 ${predicted}。`,
    from: (without, after) => `此负载下不执行为 ${without}，执行后为 ${after}。`,
  },
});
