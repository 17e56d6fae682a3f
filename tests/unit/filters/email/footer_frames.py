"""HTML around our own footer, by whether it may hide it: a contract test asks a browser.

Each has its footer where `{}` stands.
"""

from __future__ import annotations

from typing import Final

_WHITE: Final = "position:fixed;inset:0;background:#fff"
_SHEETS: Final = (
    "html,body{{max-height:120px;overflow:hidden}}", "body{{opacity:.01}}", "body{{scale:0}}",
    "html{{opacity:.01}}", "*{{opacity:.01}}", "body:not(.a){{opacity:.01}}", "body{{zoom:.01}}",
    "body{{filter:opacity(1%)}}", "body{{rotate:y 90deg}}", "body{{translate:-900vw}}",
    "body{{offset-path:path('M-9999 0h1')}}", "body{{clip-path:circle(0)}}", "body{{columns:9}}",
    "body{{mask:linear-gradient(#0000,#0000)}}", "html{{overflow:hidden;height:100%}}",
    "body{{position:absolute;left:-999vw}}", "body{{display:none}}", "body{{width:1px}}",
    "body{{animation:a 1s forwards}}@keyframes a{{to{{opacity:0}}}}",
    "body::after{{content:'';" + _WHITE + "}}", "html::after{{content:'';" + _WHITE + "}}",
    "div::after{{content:'';" + _WHITE + "}}", "div::before{{content:'';" + _WHITE + "}}",
    "*::after{{content:'';" + _WHITE + ";z-index:2147483647}}",
    "a::after{{content:'';" + _WHITE + "}}", "div{{min-width:99999px!important}}",
    "div{{-webkit-text-security:disc}}", "body{{-webkit-text-stroke:9px #fff}}",
    "div{{text-decoration:line-through 20px #fff}}", "body{{writing-mode:vertical-rl}}",
    "div{{-webkit-mask:linear-gradient(#0000,#0000)}}", "div{{all:unset!important}}",
    "@font-face{{font-family:Arial;src:local('DejaVu Sans');size-adjust:1%}}",
    "@font-face{{font-family:'\\41rial';src:local('DejaVu Sans');size-adjust:1%}}",
    "@import 'data:text/css,body{{opacity:0}}';", "@import url(https://elsewhere.example/a.css);",
    "body{{color:#000;&{{opacity:0}}}}", "body{{opacity:0",
    "@media all{{body{{opacity:0}}}}", "@layer a{{body{{opacity:0}}}}",
    "@supports (color:red){{body{{opacity:0}}}}", "b\\6f dy{{opacity:0}}",
    "body/**/{{op\\61 city:0}}", "a{{content:'/*'}}body{{opacity:0}}b{{content:'*/'}}",
)  # fmt: skip
DOUBTED_FOOTERS: Final = (
    *map("<style>{}</style>{{}}".format, _SHEETS),
    "<style>/*</style><style>body{{opacity:0}}</style>{}",
    "<link rel=stylesheet href='data:text/css,body{{opacity:0}}'>{}",
    "<link rel=stylesheet href='https://use.typekit.net.else.example/abc1def.css'>{}",
    "<link rel=stylesheet href='chrome://else/skin/messageBody.css'>{}",
    "<style>a[href^=http]{{pointer-events:none}}</style>{}",
    "<div style='rotate:y 90deg'>{}",
    "<div style='offset-path:path(\"M-9999 0h1\")'>{}",
    "<div style='clip:rect(0 0 0 0);position:absolute'>{}",
    "<div style='height:9px;overflow:auto'>{}",
    "<div style='color:red;opacity:calc(0)'>{}",
    "<table width=0><tr><td>{}",
    "{}<div style='" + _WHITE + ";z-index:2147483647'></div>",
    "{}<div style='" + _WHITE + ";z-index:calc(999999999*9)'></div>",
    "{}<div style='" + _WHITE + ";z-\\69ndex:2147483647'></div>",
    "{}<div style='" + _WHITE + ";z-&#105;ndex:2147483647'></div>",
    "<style>.z{{" + _WHITE + ";z-index:2147483647}}</style>{}<p class=z></p>",
    "<div style='" + _WHITE + ";z-index:2'></div><div style='position:relative;z-index:1'>{}",
    "<div style='" + _WHITE + ";z-index:2'></div><table style='z-index:0'><tr><td>{}",
    "<div><template shadowrootmode=open><p>hi</p></template>{}",
    "<body><template shadowrootmode=closed></template>{}",
    "<meta http-equiv=Content-Security-Policy content=\"style-src 'none'\"><body text=white>{}",
    "<meta http-equiv=refresh content='0;url=about:blank'>{}",
    "<svg><style><g>/*</g>body{{opacity:0}}</style></svg>{}",
    "<div style='overflow:hidden'><div style='height:0'>{}",
    "<div style='overflow:hidden'><table style='display:block;height:0'><tr><td>{}",
    (
        "<table style='table-layout:fixed;width:100%'><tr><td style='width:100%'>x</td>"
        "<td style='overflow:hidden'>{}"
    ),
    "<div style='overflow:hidden'><div style='min-width:1999vw'>{}",
    (
        "<!doctype html><style>html,body{{height:100%}}</style>"
        "<div style='height:100%;overflow:hidden'><p style='height:999px'></p>{}"
    ),
    "<div style='margin-top:-9px;border-top:1px solid'>" * 100 + "{}",
    "<div style='margin-left:199px'>" * 10 + "{}",
    "<div style='padding-top:199px'>" * 50 + "{}",
    "<div style='border-left:99px solid #fff'>" * 30 + "{}",
    "<style>section{{margin-left:99px}}</style>" + "<section>" * 10 + "{}",
    "<table cellpadding=999><tr><td>{}",
    "<body leftmargin=999>{}",
    "<ul>" * 60 + "<li>{}",
    "<b>" * 200 + "{}",
    "<div style='min-width:1999vw'>{}",
    "<table width=1999><tr><td>{}",
    "<style>div::first-letter{{font-size:9999px!important}}</style>{}",
    "<style>body::first-line{{color:#fff!important}}</style>{}",
    "<style>div:FIRST-LETTER{{color:#fff!important}}</style>{}",
    "<div style='float:left;width:100%;height:99999px'></div>{}",
    "<style>p{{padding-top:9999px}}</style><p></p>{}",
    "<div style='height:9999px;margin-bottom:-9999px;float:left;width:99%'></div>{}",
    "<div style='margin-top:-999px'></div>{}",
    "<div style='margin-bottom:-50px'></div>" * 9 + "{}",
    "<div style='min-height:999px'></div>" * 20 + "{}",
    "<table><tr><td height=20000></table>{}",
    "<textarea rows=2000></textarea>{}",
    "<select size=2000></select>{}",
    "<hr>" * 1000 + "{}",
    "<svg viewBox='0 0 1 99'></svg>{}",
    "<meta name=viewport content='width=20000,initial-scale=.01'>{}",
    "<style>p{{min-height:99px}}</style>" + "<p></p>" * 160 + "{}",
    "<style>p{{margin-top:-9px}}</style>" + "<p></p>" * 30 + "{}",
    "<div style='display:flex'>{}",
    "<div style='float:left'>{}",
    "<div style='opacity:.7'>{}",
    "<span style='vertical-align:sub'>" * 60 + "{}",
)
"""Where our own footer may be hidden, though it says important things of itself."""
SEEN_FOOTERS: Final = (
    "{}",
    "<body style='color:#fff;font-size:0;text-indent:-999em;letter-spacing:-9px'>{}",
    (
        "<style>div,a{{display:none!important;opacity:0!important;margin-left:-999em!important;"
        "font-size:0!important;color:#fff!important;max-height:0!important;z-index:-9!important;"
        "position:absolute!important;left:-999em!important;overflow:hidden!important;"
        "transform:scale(0)!important}}</style>{}"
    ),
    "<div style='" + _WHITE + "'></div>{}",
    "<div style='" + _WHITE + ";z-index:99999999'></div>{}",
    "<style>.a{{" + _WHITE + "}}</style>{}<p class=a></p>",
    (
        "<style>body{{margin:0;padding:0;width:100%!important;height:100%;background:#000}}"
        "*:before,*:after{{box-sizing:border-box}}</style><body>{}"
    ),
    "<style>body{{-webkit-nbsp-mode:space;line-break:after-white-space}}</style>{}",
    "<style>::selection{{color:#fff}}input::placeholder{{color:#999}}</style>{}",
    "<style>section{{margin-left:9px}}</style><section><div style='padding:20px'>{}",
    "<div style='height:30px'></div><hr><svg height=20></svg>{}",
    '<style>a[href^=tel],a[href^="sms:"]{{pointer-events:none;cursor:default}}</style>{}',
    "<style>@font-face{{font-family:Arial;panose-1:2 11 6 4 2 2 2 2 2 4}}</style><body link=red>{}",
    "<link rel=stylesheet href='https://use.typekit.net/abc1def.css'>{}",
    "<link rel=stylesheet href=//fonts.bunny.net/css?family=inter>{}",
    "<link rel='important stylesheet' href='chrome://messagebody/skin/messageBody.css'>{}",
)
"""Where nothing hides it: its own style is important, and in front."""
