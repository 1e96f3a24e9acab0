import { reserved } from "../../src/parser/lenient-parser.js";

/** The reserved words, as the lexer has them. */
export const reservedWords = (): readonly string[] => [...reserved].map((token) => token.name.toLowerCase());

/**
 * The strict language. The parser reads more (it reports what is wrong and goes on), so this text is not printed from
 * its rules: the tests hold the two together instead. Every sentence of this grammar parses without an error, and every
 * correct spec is a sentence of it.
 */
export const ebnf =
  (): string => `(* The regnet language. Written by \`npm run generate\`; test/docs/ebnf.test.ts holds it against the parser.

   Tokens are separated by blanks; comments are // to the end of the line, /* to */, and /// which documents the declaration under it.
   A newline is no token inside ( ) and [ ], after  , = : .. + - * / {  and before  from as {  .
   The "(" of a call touches the name before it: that one is written CALL here, any other "(".
   Reserved words: ${reservedWords().join(" ")}. Every other word is an IDENT: the grammar knows no vocabulary. *)

file      = items ;
items     = { sep } [ item { sep { sep } item } { sep } ] ;
sep       = NEWLINE | ";" | "," ;                             (* "," only between pairs *)
item      = binding | pair | statement ;

binding   = "let" IDENT [ params ] "=" ( expr | map ) ;        (* with params a function of tensors *)
params    = CALL [ IDENT { "," IDENT } [ "," ] ] ")" ;
pair      = key ":" ( expr | map ) ;
key       = IDENT | STRING | NUMBER ;

statement = IDENT [ call ] { [ "," ] arg } [ inputs ] [ names ] [ body ] ;
inputs    = "from" arg { "," arg } ;
names     = "as" IDENT { "," IDENT } ;
body      = "{" items "}" ;
map       = "{" { sep } [ pair { sep { sep } pair } { sep } ] "}" ;

arg       = [ IDENT "=" ] term | IDENT "=" map ;              (* separated by blanks, so without operators *)
term      = signed [ ".." signed ] ;
signed    = [ "-" ] primary ;                                  (* the "-" touches what it negates *)

call      = CALL [ callarg { "," callarg } [ "," ] ] ")" ;
callarg   = [ IDENT "=" ] expr ;
expr      = sum [ ".." sum ] ;
sum       = product { ( "+" | "-" ) product } ;
product   = unary { ( "*" | "/" ) unary } ;
unary     = { "-" } ( primary | map ) ;
primary   = NUMBER | SIZE | STRING | "true" | "false" | "none"
          | IDENT [ call ] | "(" expr ")" | "[" [ expr { "," expr } [ "," ] ] "]" ;

(* tokens
   IDENT   = ( letter | "_" ) { letter | digit | "_" } ;
   NUMBER  = digit { digit | "_" } [ "." digit { digit | "_" } ] [ ( "e" | "E" ) [ "+" | "-" ] digit { digit } ] ;
   SIZE    = digit { digit } "x" digit { digit } { "x" digit { digit } } ;
   STRING  = '"' { character | escape } '"' | '"""' { any } '"""' ;
   NUMBER and SIZE are not followed by a letter, a digit or "_". *)
`;
