import type { LayoutWords } from './words-en.ts'

export const zhCN: LayoutWords = {
  hello: '{{ customer.name | default: "亲爱的朋友" }}，您好：',
  sender: '{{ workspace.name }}',
  regards: '祝好',
  subjects: {
    letter: '{{ customer.name | default: "您好" }}，有几句话想对您说',
    announcement: '新品上线，抢先看',
    cart: '您的购物车还有商品未结算',
    voucher: '{{ customer.name | default: "您" }}有一份专属优惠待领取',
    question: '您对这次体验满意吗？',
    newsletter: '本月精选',
  },
  letter: {
    opening: '感谢您一直以来的支持。请在这里用两三句话写明来信的目的。',
    second: '如有任何疑问，直接回复本邮件即可，我们会有专人为您解答。',
  },
  announcement: {
    heading: '新品上线，抢先看',
    text: '用一两句话介绍新内容，以及它能给用户带来什么。',
    button: '立即查看',
  },
  cart: {
    heading: '您的购物车还有商品未结算',
    text: '商品已为您保留，随时可以继续下单。',
    product: '{{ entry.product | default: "您选购的商品" }}',
    about: '库存有限，一分钟即可完成支付。',
    button: '去结算',
  },
  voucher: {
    heading: '送您一份专属优惠',
    text: '感谢您的支持，下单时填写以下优惠码即可使用。',
    amount: '9 折优惠',
    code: 'THANKS10',
    until: '14 天内有效，每人限用一次。',
    button: '立即使用',
  },
  question: {
    heading: '您对这次体验满意吗？',
    text: '只需点一下，您的反馈会帮助我们做得更好。',
    good: '非常满意',
    fair: '一般',
    bad: '不太满意',
  },
  newsletter: {
    heading: '本月精选',
    text: '两篇值得花一分钟读一读的内容。',
    parts: [
      { heading: '第一篇的标题', text: '讲了什么，为什么值得关注。', button: '阅读全文' },
      { heading: '第二篇的标题', text: '讲了什么，为什么值得关注。', button: '了解更多' },
    ],
  },
}
