import { renderMermaidSVG } from 'beautiful-mermaid'
import { defineConfig } from 'vitepress'
import { chinese, english, version } from '../navigation.mjs'
import { repositoryUrl } from '../pages.mjs'

// Returns the anchor that GitHub generates for a heading.
function anchor(heading) {
  return heading.toLowerCase().replace(/[^\p{L}\p{N}\p{M}\- _]/gu, '').replace(/ /g, '-')
}

// Renders diagrams during the build, in the colors of the theme, so that pages do not need a script for them.
function diagrams(md) {
  const fence = md.renderer.rules.fence
  md.renderer.rules.fence = (tokens, index, options, env, self) => {
    const token = tokens[index]
    if (token.info.trim() !== 'mermaid') {
      return fence(tokens, index, options, env, self)
    }
    const svg = renderMermaidSVG(token.content, { transparent: true })
    // Removes the renderer's styles, which load a font and set the colors of a light theme. The site has its own styles.
    const unstyled = svg.replace(/<style>[^]*?<\/style>/, '').replace(/^(\s*<svg[^>]*) style="[^"]*"/, '$1')
    return `<div class="diagram" v-pre tabindex="0">${unstyled.trim()}</div>\n`
  }
}

// Splits text for the search, since Chinese has no spaces between words. The function also runs in the browser, so it must
// not use anything outside of it.
function tokenize(text) {
  const words = []
  for (const { segment, isWordLike } of new Intl.Segmenter('zh', { granularity: 'word' }).segment(text)) {
    if (isWordLike) {
      words.push(segment)
    }
  }
  for (const name of text.match(/[\w-]+(\.[\w-]+)+|\w+-[\w-]+/g) ?? []) {
    words.push(name)
  }
  return words
}

// Returns the menu of versions. Each version is a separate site: DOCS_VERSIONS=0.1=/docs/0.1/,0.2=/docs/0.2/
function versions(prefix, changelog, upgrading) {
  const others = (process.env.DOCS_VERSIONS ?? '').split(',').filter(Boolean).map((entry) => entry.split('='))
  return {
    text: version,
    items: [
      ...others.map(([text, link]) => ({ text, link, target: '_self' })),
      { text: changelog, link: `${prefix}/changelog` },
      { text: upgrading, link: `${prefix}/upgrading` }
    ]
  }
}

const searchTexts = {
  button: { buttonText: '搜索', buttonAriaLabel: '搜索' },
  modal: {
    displayDetails: '显示详细列表', resetButtonTitle: '清除', backButtonTitle: '关闭', noResultsText: '没有结果：',
    footer: { selectText: '选择', navigateText: '切换', closeText: '关闭' }
  }
}

const base = process.env.DOCS_BASE ?? '/'

export default defineConfig({
  title: 'Qhaigc Gemini for Spring AI',
  description: 'Spring AI chat models for the Qhaigc gateway: calls, streams, tools, structured output, tests.',
  base,
  srcDir: '.build/src',
  outDir: '.build/dist',
  cacheDir: '.build/cache',
  ignoreDeadLinks: 'localhostLinks',
  lastUpdated: false,
  head: [['meta', { name: 'color-scheme', content: 'light dark' }], ['link', { rel: 'icon', type: 'image/svg+xml', href: base + 'icon.svg' }]],
  locales: {
    root: { label: 'English', lang: 'en' },
    zh: {
      label: '简体中文', lang: 'zh-CN', description: '用于 Qhaigc 网关的 Spring AI 聊天模型。',
      themeConfig: {
        nav: [
          { text: '入门', link: '/zh/getting-started' },
          { text: '配置', link: '/zh/configuration' },
          { text: '故障排查', link: '/zh/troubleshooting' },
          versions('/zh', '更新日志', '升级')
        ],
        sidebar: chinese,
        outline: { label: '本页内容', level: [2, 3] },
        docFooter: { prev: '上一页', next: '下一页' },
        editLink: edit('编辑本页'),
        darkModeSwitchLabel: '外观', lightModeSwitchTitle: '切换为浅色', darkModeSwitchTitle: '切换为深色',
        sidebarMenuLabel: '菜单', returnToTopLabel: '返回顶部', langMenuLabel: '语言', skipToContentLabel: '跳到内容'
      }
    }
  },
  markdown: {
    anchor: { slugify: anchor },
    config: diagrams,
    languageAlias: { mermaid: 'text' }
  },
  themeConfig: {
    logo: '/icon.svg',
    siteTitle: 'Qhaigc Gemini',
    nav: [
      { text: 'Getting started', link: '/getting-started' },
      { text: 'Configuration', link: '/configuration' },
      { text: 'Troubleshooting', link: '/troubleshooting' },
      versions('', 'Changelog', 'Upgrading')
    ],
    sidebar: { '/': english },
    outline: { level: [2, 3] },
    editLink: edit('Edit this page'),
    socialLinks: repositoryUrl ? [{ icon: 'github', link: repositoryUrl }] : [],
    search: {
      provider: 'local',
      options: {
        locales: { zh: { translations: searchTexts } },
        miniSearch: { options: { tokenize }, searchOptions: { fuzzy: 0.1, prefix: true, boost: { title: 4, text: 2, titles: 1 } } }
      }
    },
    externalLinkIcon: true
  }
})

function edit(text) {
  return repositoryUrl ? { text, pattern: ({ frontmatter }) => frontmatter.editUrl } : undefined
}
