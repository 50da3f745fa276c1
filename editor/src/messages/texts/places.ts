import { parser } from '@lezer/html'

/** Where a text of a body stands. */
export interface Place {
  kind: 'heading' | 'text' | 'button' | 'buttonLink' | 'linkText' | 'link' | 'picture' | 'alt' | 'pictureLink'
  from: number
  to: number
  /** Between tags; or as an attribute: in these quotes, in none, or not there yet. */
  written: 'text' | '"' | "'" | 'bare' | 'absent'
  /** Of the attribute. */
  name: string
  /** The same for what belongs together: a button and its link. */
  group: number
}

const reader = parser.configure({ dialect: 'selfClosing' })
type Node = ReturnType<typeof reader.parse>['topNode']

const silent = /^(?:head|style|script|title|template|textarea|select|svg|mj-head|mj-raw|mj-style)$/
const words = /^(?:Text|EntityReference|CharacterReference|InvalidEntity|IncompleteTag)$/
/** What may be empty and yet is there to be written in. */
const writable = /^(?:h[1-6]|p|li|a|mj-text|mj-button)$/

interface Element {
  tag: string
  group: number
  behindTag: number
  isEmpty: boolean
  link: Place | undefined
}

/** The places of HTML or MJML, in reading order; undefined where a tag is broken. `html` is as long as what is written in. */
export function elementsOf(body: string, html: string): Place[] | undefined {
  const places: Place[] = []
  const open: Element[] = []
  let groups = 0
  let isBroken = false
  let run: { from: number; to: number } | undefined

  const endRun = () => {
    const element = open.at(-1)
    if (run && element) element.isEmpty = false
    if (run) places.push({ ...run, ...textIn(open), written: 'text', name: '', group: element?.group ?? 0 })
    run = undefined
  }
  const tagOf = (node: Node) => {
    const at = (node.getChild('OpenTag') ?? node.getChild('SelfClosingTag'))?.getChild('TagName')
    return at ? html.slice(at.from, at.to).toLowerCase() : ''
  }

  reader.parse(html).iterate({
    enter(ref) {
      if (ref.type.isError) isBroken = true
      // In an attribute a reference is no word.
      if (ref.node.parent?.name === 'Attribute' || ref.node.parent?.name === 'AttributeValue') return false
      if (words.test(ref.name)) {
        run = { from: run?.from ?? ref.from, to: ref.to }
        return false
      }
      if (ref.name !== 'Element') {
        if (ref.name !== 'Document') endRun()
        return undefined
      }
      const tag = tagOf(ref.node)
      if (tag === 'br') {
        run = { from: run?.from ?? ref.from, to: ref.to }
        return false
      }
      endRun()
      if (silent.test(tag)) return false
      const around = open.at(-1)
      if (around) around.isEmpty = false
      groups += 1
      const element: Element = { tag, group: groups, behindTag: -1, isEmpty: true, link: undefined }
      open.push(element)
      const opening = ref.node.getChild('OpenTag') ?? ref.node.getChild('SelfClosingTag')
      if (!opening) return undefined
      if (opening.name === 'OpenTag') element.behindTag = opening.to
      const attribute = (name: string, kind: Place['kind'], wanted: boolean) =>
        attributeIn(body, opening, name, wanted, { kind, group: element.group })
      if (tag === 'img' || tag === 'mj-image')
        places.push(
          ...[
            attribute('src', 'picture', true),
            attribute('alt', 'alt', true),
            tag === 'img' ? undefined : attribute('href', 'pictureLink', false),
          ].filter((one) => one !== undefined),
        )
      else if (tag === 'mj-button') element.link = attribute('href', 'buttonLink', true)
      else if (tag === 'a') element.link = attribute('href', 'link', false)
      return undefined
    },
    leave(ref) {
      if (ref.name !== 'Element') return
      endRun()
      const element = open.pop()
      if (!element) return
      const { tag, behindTag, isEmpty, link, group } = element
      if (isEmpty && behindTag >= 0 && writable.test(tag))
        places.push({ from: behindTag, to: behindTag, ...textIn([...open, element]), written: 'text', name: '', group })
      if (link) places.push(link)
    },
  })
  endRun()
  return isBroken ? undefined : places
}

/** What a text is to its reader, by what it stands in. */
function textIn(open: readonly Element[]): Pick<Place, 'kind'> {
  const within = (tags: RegExp) => open.some(({ tag }) => tags.test(tag))
  if (within(/^(?:mj-button|button)$/)) return { kind: 'button' }
  if (within(/^a$/)) return { kind: 'linkText' }
  return { kind: within(/^h[1-6]$/) ? 'heading' : 'text' }
}

/** Where an attribute's value stands; `wanted`: where it would stand, if it is not there. Of two the first counts. */
function attributeIn(
  html: string,
  tag: Node,
  name: string,
  wanted: boolean,
  its: Pick<Place, 'kind' | 'group'>,
): Place | undefined {
  const place = { ...its, name }
  for (const attribute of tag.getChildren('Attribute')) {
    const named = attribute.getChild('AttributeName')
    if (!named || html.slice(named.from, named.to).toLowerCase() !== name) continue
    const quoted = attribute.getChild('AttributeValue')
    if (quoted) {
      const written = html[quoted.from] === "'" ? "'" : '"'
      return { ...place, from: quoted.from + 1, to: quoted.to - 1, written }
    }
    const bare = attribute.getChild('UnquotedAttributeValue')
    return bare ? { ...place, from: bare.from, to: bare.to, written: 'bare' } : undefined
  }
  const behind = tag.getChild('TagName')?.to
  return wanted && behind !== undefined ? { ...place, from: behind, to: behind, written: 'absent' } : undefined
}
