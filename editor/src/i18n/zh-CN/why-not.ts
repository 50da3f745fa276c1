import type { Catalog } from '../catalog.ts'

export const whyNot: Pick<Catalog, 'whyNot'> = {
  whyNot: {
    ask: '有人没进来？',
    askText: '指定一位不在旅程中的用户，查看未进入的原因',
    title: '用户为何没有进入',
    intro: '指定一位用户，系统会按进入旅程的规则为其重新判断一次。',
    askAbout: '查询“{{id}}”',
    or: ' 或 ',
    said: {
      'no-customer': {
        title: '没有 id 为“{{id}}”的用户',
        text: '这个 id 下没有收到过任何行为事件或属性。id 须完全一致，区分大小写。无法接收的消息可在被拒事件中查看。',
      },
      draft: {
        title: '此旅程尚未发布',
        text: '草稿不接收用户，发布前的行为也不会补算。发布之后触发的入口事件才算数。',
      },
      inside: { title: '该用户正在旅程中', text: '一切正常，该用户正在此旅程中流转。' },
      'by-api': {
        title: '此旅程不由行为事件进入',
        text: '用户由你的系统通过 API 送入。不能进入的原因会当场返回给调用方，这里不保留。',
      },
      'never-sent': {
        title: '该用户从未触发 {{events}}',
        text: '这是此旅程的入口事件。事件名称须完全一致，区分大小写。',
      },
      entered: { title: '该用户进入过，现已离开', text: '由 {{at}} 的 {{event}} 进入，这是最近的一次。' },
      'not-published': {
        title: '行为发生时旅程尚未发布',
        text: '该用户在 {{at}} 触发了 {{event}}。发布前的行为不会补算，下一次触发才算数。',
      },
      'was-paused': {
        title: '行为发生时旅程已暂停',
        text: '该用户在 {{at}} 触发了 {{event}}，而旅程自 {{since}} 起暂停。暂停期间不接收用户，恢复后也不会补算。',
      },
      'was-stopped': {
        title: '行为发生时旅程已停止',
        text: '该用户在 {{at}} 触发了 {{event}}，而旅程自 {{since}} 起已停止。',
      },
      'version-forgotten': {
        title: '当时的判断依据已不再保留',
        text: '该用户在 {{at}} 触发了 {{event}}，当时生效的是版本 {{version}}。已无人参与的版本，规则不再完整保留。',
      },
      'rules-gone': {
        title: '判断依据已不再保留',
        text: '此旅程停止已久，其版本已无人参与，规则不再保留。',
      },
      imported: {
        title: '该行为事件是导入的',
        text: '该用户在 {{at}} 产生了 {{event}}，之后才导入。导入的行为事件只用于条件判断，不会让用户进入旅程。',
      },
      late: {
        title: '行为事件晚到超过一天',
        text: '该用户在 {{at}} 产生了 {{event}}，{{received}} 才送达。送达时已超过 24 小时的行为事件不会让用户进入旅程。',
      },
      'too-many-hops': {
        title: '行为事件由多个旅程接连产生',
        text: '{{at}} 的 {{event}} 背后已有十个以上旅程接连触发。为避免旅程循环，这样的行为事件不会让用户进入。',
      },
      'other-entry': {
        title: '当时的入口是另一个行为事件',
        text: '该用户在 {{at}} 触发了 {{event}}，当时生效的是版本 {{version}}，其入口并不是这个行为事件。',
      },
      rule: {
        title: '不满足入口条件',
        text: '该用户在 {{at}} 触发了 {{event}}。各项条件与实际值如下：',
      },
      'no-key': {
        title: '行为事件中没有 {{key}}',
        text: '每个 {{key}} 只能进入一次，{{at}} 的 {{event}} 不带该值，因此无法进入。请检查事件的发送方式。',
      },
      'entered-before': {
        title: '该用户曾进入过，且不允许再次进入',
        text: '旅程设置如此。该用户在 {{at}} 再次触发了 {{event}}。',
      },
      repeated: {
        title: '该用户已因同一个 {{key}} 进入过',
        text: '每个 {{key}} 只能进入一次。该用户在 {{at}} 触发的 {{event}} 带有相同的值。',
      },
      'already-inside': {
        title: '行为发生时该用户仍在旅程中',
        text: '该用户在 {{at}} 触发了 {{event}}。同一用户不能同时参与两次，结束之后再次触发才算数。',
      },
      'too-soon': {
        title: '间隔未到，{{until}} 起可再次进入',
        text: '旅程设置了两次进入的最短间隔。该用户在 {{at}} 触发了 {{event}}。',
      },
      'was-otherwise': {
        title: '按该用户现在的属性，本应可以进入',
        text: '该用户在 {{at}} 触发了 {{event}}。当时的属性可能不同，而过去的属性不保留。',
      },
      nothing: {
        title: '就目前所知，没有阻碍其进入的原因',
        text: '该用户在 {{at}} 触发了 {{event}}，按现有记录应当可以进入。请稍后再看。',
      },
    },
    byToday: '用户属性按现在的值判断，当时的值不保留。',
    conditions: '入口条件',
    held: '满足：',
    heldNot: '不满足：',
    found: '实际值：{{value}}',
    foundNothing: '实际：没有值',
    anonymous: '该用户的浏览器在身份识别前触发过 {{event}}，目前仍算作另一位用户：',
    near: '该用户触发过“{{name}}”，对旅程来说是另一个行为事件。',
    sentInstead: '最近触发的行为事件',
    sentNothing: '还没有收到该用户的任何行为事件。',
    times_one: '{{count}} 次',
    times_other: '{{count}} 次',
    alsoByApi: '用户也可能通过 API 进入。调用的结果只返回给调用方，这里不保留。',
    entered: '进入',
    left: '离开',
    standsAt: '当前位置',
    closed: {
      paused: '旅程现在处于暂停状态，恢复之前不接收用户。',
      stopped: '旅程现在已停止，重新发布之前不接收用户。',
    },
    timeline: '查看该用户的全部经过',
    rejected: '查看被拒事件',
    notIn: '应在某个旅程中却没有？',
    notInText: '查看未进入的原因',
  },
}
